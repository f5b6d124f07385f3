import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;

/** Files of the project's folder by the addresses that forms use. */
class MediaFactory extends PrefixedRootFactory {
    private final Path root;

    MediaFactory(Path root) {
        super(new String[] {"file"});
        this.root = root;
    }

    @Override
    protected Reference factory(String terminal, String address) {
        return new Media(root.resolve(terminal.replaceFirst("^/", "")), address);
    }
}

class Media implements Reference {
    private final Path path;
    private final String address;

    Media(Path path, String address) {
        this.path = path;
        this.address = address;
    }

    @Override
    public boolean doesBinaryExist() {
        return Files.exists(path);
    }

    @Override
    public InputStream getStream() throws IOException {
        return Files.newInputStream(path);
    }

    @Override
    public String getURI() {
        return address;
    }

    @Override
    public String getLocalURI() {
        return path.toString();
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public OutputStream getOutputStream() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Reference[] probeAlternativeReferences() {
        return new Reference[0];
    }
}
