import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is told of a form or a filling: a line each of name, what, where and words. */
class Said {
    private static PrintWriter out;

    static void open(Path path) throws IOException {
        out = new PrintWriter(Files.newBufferedWriter(path, StandardCharsets.UTF_8));
    }

    static void say(String name, String what, Object where, Object words) {
        out.println(String.join("\t", name, what, String.valueOf(where), String.valueOf(words).replaceAll("\\s+", " ")));
    }

    /** The last line says that all was done. */
    static void close() {
        out.println("done");
        out.close();
    }
}
