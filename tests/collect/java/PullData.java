import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.condition.IFunctionHandler;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.xpath.expr.XPathFuncExpr;

/** Collect brings this function along: a column of the line of a list in which another column says so. */
class PullData implements IFunctionHandler {
    private final FormDef form;

    PullData(FormDef form) {
        this.form = form;
    }

    @Override
    public String getName() {
        return "pulldata";
    }

    @Override
    public List<Class[]> getPrototypes() {
        return new ArrayList<>();
    }

    @Override
    public boolean rawArgs() {
        return true;
    }

    @Override
    public boolean realTime() {
        return false;
    }

    @Override
    public Object eval(Object[] arguments, EvaluationContext context) {
        String[] told = Stream.of(arguments).map(XPathFuncExpr::toString).toArray(String[]::new);
        TreeElement root = (TreeElement) form.getNonMainInstance(told[0]).getRoot();
        for (int at = 0; at < root.getNumChildren(); at++) {
            TreeElement line = root.getChildAt(at);
            if (text(line, told[2]).equals(told[3])) {
                return text(line, told[1]);
            }
        }
        return "";
    }

    private String text(TreeElement line, String column) {
        TreeElement cell = line.getFirstChild(column);
        return cell == null || cell.getValue() == null ? "" : cell.getValue().getDisplayText();
    }
}
