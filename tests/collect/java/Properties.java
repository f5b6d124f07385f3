import java.util.List;
import java.util.Map;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.properties.IPropertyRules;

/** What a phone tells of itself and of whoever holds it. */
class Properties implements IPropertyManager {
    private static final Map<String, String> TOLD = Map.of(
        "deviceid", "collect:Qr5wT0pZ8sLk2uVa", "username", "field.user", "phonenumber", "0800000000", "email", "field.user@example.org");

    @Override
    public String getSingularProperty(String name) {
        return TOLD.getOrDefault(name.toLowerCase(), "");
    }

    @Override
    public List<String> getProperty(String name) {
        return null;
    }

    @Override
    public void setProperty(String name, String value) {}

    @Override
    public void setProperty(String name, List<String> value) {}

    @Override
    public void addRules(IPropertyRules rules) {}

    @Override
    public List<IPropertyRules> getRules() {
        return null;
    }
}
