import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.reference.RootTranslator;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormUtils;
import org.w3c.dom.Element;

/**
 * What ODK Collect does with a form, by its own engine: reads it with the files beside it, asks what it asks, takes
 * the answers that it is told, and writes the filled form.
 *
 * In the folder: lists/*.xml as the server gave them, forms/NAME.xml with forms/NAME-media/, and answers/NAME.N.xml, the
 * answers as a filled form. Made there: instances/NAME.N.xml, and said.tsv (name, what, where, words) of all that Collect
 * would not take or its user would miss.
 */
class Collect {
    private static final String[] HOSTS = {"images", "image", "audio", "video", "file-csv", "file"};

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        PropertyManager.setPropertyManager(new Properties());
        PrototypeManager.registerPrototypes(JavaRosaCoreModule.classNames);
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        Files.createDirectories(folder.resolve("instances"));
        Said.open(folder.resolve("said.tsv"));
        for (Path list : sorted(folder.resolve("lists"))) {
            tellList(list);
        }
        for (Path form : sorted(folder.resolve("forms"))) {
            if (form.toString().endsWith(".xml")) {
                tryForm(folder, form);
            }
        }
        Said.close();
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.sorted().collect(Collectors.toList());
        }
    }

    /** Every element with its text, as the parser of Collect reads them; addresses must be whole and escaped. */
    private static void tellList(Path list) throws Exception {
        org.kxml2.kdom.Element root;
        try (var reader = Files.newBufferedReader(list)) {
            root = XFormParser.getXMLDocument(reader).getRootElement();
        }
        String name = list.getFileName().toString();
        Said.say(name, "list", root.getNamespace(), root.getName());
        for (int at = 0; at < root.getChildCount(); at++) {
            org.kxml2.kdom.Element entry = root.getElement(at);
            for (int inner = 0; entry != null && inner < entry.getChildCount(); inner++) {
                org.kxml2.kdom.Element part = entry.getElement(inner);
                String text = XFormParser.getXMLText(part, true);
                Said.say(name, "entry " + at, part.getNamespace() + " " + part.getName(), text);
                if (part.getName().endsWith("Url") && new URL(text).toURI().getHost() == null) {
                    Said.say(name, "address", part.getName(), text);
                }
            }
        }
    }

    private static void tryForm(Path folder, Path path) throws Exception {
        String name = path.getFileName().toString().replaceFirst("\\.xml$", "");
        setUpReferences(folder, name);
        byte[] kept;
        try {
            FormDef form = XFormUtils.getFormFromFormXml(path.toString(), null);
            form.getParseWarnings().forEach(words -> Said.say(name, "warning", "", words));
            form.getParseErrors().forEach(words -> Said.say(name, "error", "", words));
            kept = written(form);
        } catch (Exception | StackOverflowError error) {
            Said.say(name, "unreadable", "", error);
            return;
        }
        for (Path answers : sorted(folder.resolve("answers"))) {
            String filling = answers.getFileName().toString();
            if (filling.startsWith(name + ".")) {
                try {
                    new Filling(filling, read(kept), answers).fill(folder.resolve("instances").resolve(filling));
                } catch (Exception | StackOverflowError error) {
                    Said.say(filling, "failed", "", error);
                }
            }
        }
    }

    private static void setUpReferences(Path folder, String name) {
        ReferenceManager manager = ReferenceManager.instance();
        manager.reset();
        manager.addReferenceFactory(new MediaFactory(folder));
        for (String host : HOSTS) {
            manager.addSessionRootTranslator(new RootTranslator("jr://" + host + "/", "jr://file/forms/" + name + "-media/"));
        }
    }

    /** Collect keeps a form as it was read, and opens it from there whenever it is filled. */
    private static byte[] written(FormDef form) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        form.writeExternal(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static FormDef read(byte[] kept) throws Exception {
        FormDef form = new FormDef();
        form.readExternal(new DataInputStream(new ByteArrayInputStream(kept)), PrototypeManager.getDefault());
        return form;
    }
}
