import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.ValidateOutcome;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.DateTimeData;
import org.javarosa.core.model.data.DecimalData;
import org.javarosa.core.model.data.GeoPointData;
import org.javarosa.core.model.data.GeoShapeData;
import org.javarosa.core.model.data.GeoTraceData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.IntegerData;
import org.javarosa.core.model.data.SelectMultiData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.TimeData;
import org.javarosa.core.model.data.UncastData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.model.utils.DateUtils;
import org.javarosa.core.reference.InvalidReferenceException;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.transport.payload.ByteArrayPayload;
import org.javarosa.form.api.FormEntryCaption;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XPathReference;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** One form filled once. */
class Filling {
    private final String name;
    private final FormEntryController controller;
    private final FormEntryModel model;
    private final FormDef form;
    private final Element given;
    private final Set<Node> asked = Collections.newSetFromMap(new IdentityHashMap<>());

    Filling(String name, FormDef form, Path answers) throws Exception {
        this.name = name;
        this.form = form;
        model = new FormEntryModel(form);
        controller = new FormEntryController(model);
        controller.addFunctionHandler(new PullData(form));
        given = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(answers.toFile()).getDocumentElement();
    }

    void fill(Path to) throws Exception {
        form.initialize(true, new InstanceInitializationFactory());
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        int event = controller.stepToNextEvent();
        while (event != FormEntryController.EVENT_END_OF_FORM) {
            event = take(event);
        }
        tellUnasked(given, "");
        ValidateOutcome outcome = form.validate(true);
        if (outcome != null) {
            Said.say(name, "invalid " + words(outcome.outcome), place(outcome.failedPrompt.getReference()), "");
        }
        controller.finalizeFormEntry();
        Files.write(to, serialized());
    }

    private int take(int event) {
        FormIndex index = model.getFormIndex();
        if (event == FormEntryController.EVENT_QUESTION) {
            answer(index, model.getQuestionPrompt());
        } else if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT && at(index.getReference()) != null) {
            controller.newRepeat();
        } else if (event == FormEntryController.EVENT_REPEAT && at(index.getReference()) == null) {
            // Where it leads stands what came after it.
            controller.jumpToIndex(controller.deleteRepeat());
            return model.getEvent();
        } else if (event != FormEntryController.EVENT_PROMPT_NEW_REPEAT) {
            tellText(index.getReference(), model.getCaptionPrompt(), false);
        }
        return controller.stepToNextEvent();
    }

    private void answer(FormIndex index, FormEntryPrompt prompt) {
        TreeReference reference = index.getReference();
        Node node = at(reference);
        asked.add(node);
        tellText(reference, prompt, true);
        tellChoices(reference, prompt);
        String text = node == null ? "" : node.getTextContent();
        IAnswerData data = prompt.isReadOnly() ? prompt.getAnswerValue() : null;
        try {
            data = prompt.isReadOnly() || text.isEmpty() ? data : typed(prompt, text);
        } catch (RuntimeException error) {
            Said.say(name, "untaken", place(reference), text + " " + error);
            return;
        }
        int result = controller.answerQuestion(index, data, true);
        if (result != FormEntryController.ANSWER_OK) {
            Said.say(name, words(result), place(reference), prompt.getConstraintText());
            // It stays, as in a form that is not finished: what depends on it is asked by it.
            controller.saveAnswer(index, data, true);
        }
    }

    /** As the widget of Collect for such a question hands it on. */
    private IAnswerData typed(FormEntryPrompt prompt, String text) {
        switch (prompt.getControlType()) {
            case Constants.CONTROL_SELECT_ONE:
                return new SelectOneData(choice(prompt, text));
            case Constants.CONTROL_SELECT_MULTI:
            case Constants.CONTROL_RANK:
                return new SelectMultiData(Stream.of(text.split(" ")).map(one -> choice(prompt, one)).collect(Collectors.toList()));
            case Constants.CONTROL_INPUT:
            case Constants.CONTROL_RANGE:
                return TYPES.getOrDefault(prompt.getDataType(), StringData::new).apply(text);
            default:
                return new StringData(text);
        }
    }

    private Selection choice(FormEntryPrompt prompt, String value) {
        for (SelectChoice choice : prompt.getSelectChoices()) {
            if (choice.getValue().equals(value)) {
                return choice.selection();
            }
        }
        throw new IllegalArgumentException("not offered");
    }

    private void tellText(TreeReference reference, FormEntryCaption caption, boolean isQuestion) {
        String text = caption.getQuestionText();
        if (isQuestion && (text == null || text.isBlank())) {
            Said.say(name, "unnamed", place(reference), "");
        }
        if (text != null && text.contains("${")) {
            Said.say(name, "unfilled", place(reference), text);
        }
        Stream.of(caption.getImageText(), caption.getAudioText(), caption.getSpecialFormQuestionText("big-image"))
            .forEach(address -> tellMedia(reference, address));
    }

    private void tellChoices(TreeReference reference, FormEntryPrompt prompt) {
        int control = prompt.getControlType();
        if (control != Constants.CONTROL_SELECT_ONE && control != Constants.CONTROL_SELECT_MULTI && control != Constants.CONTROL_RANK) {
            return;
        }
        for (SelectChoice choice : prompt.getSelectChoices()) {
            String text = prompt.getSelectChoiceText(choice);
            if (text == null || text.isBlank()) {
                Said.say(name, "unnamed", place(reference), choice.getValue());
            }
            tellMedia(reference, prompt.getSpecialFormSelectChoiceText(choice, FormEntryCaption.TEXT_FORM_IMAGE));
        }
    }

    private void tellMedia(TreeReference reference, String address) {
        try {
            if (address != null && !ReferenceManager.instance().deriveReference(address).doesBinaryExist()) {
                Said.say(name, "missing", place(reference), address);
            }
        } catch (InvalidReferenceException | IOException error) {
            Said.say(name, "missing", place(reference), address + " " + error);
        }
    }

    /** Answers that were given and that no question asked for. */
    private void tellUnasked(Element element, String path) {
        List<Element> children = elements(element);
        String here = path + "/" + element.getTagName() + "[" + (number(element) + 1) + "]";
        if (children.isEmpty() && !element.getTextContent().isEmpty() && !asked.contains(element)) {
            Said.say(name, "unasked", here, element.getTextContent());
        }
        children.forEach(child -> tellUnasked(child, here));
    }

    private Element at(TreeReference reference) {
        Element found = given;
        for (int level = 1; level < reference.size() && found != null; level++) {
            String wanted = reference.getName(level);
            int number = Math.max(0, reference.getMultiplicity(level));
            List<Element> same = elements(found).stream().filter(one -> one.getTagName().equals(wanted)).collect(Collectors.toList());
            found = number < same.size() ? same.get(number) : null;
        }
        return found;
    }

    private byte[] serialized() throws IOException {
        ByteArrayPayload whole = (ByteArrayPayload) new XFormSerializingVisitor().createSerializedPayload(form.getInstance(), new XPathReference("/"));
        return whole.getPayloadBytes();
    }

    private static final Map<Integer, Function<String, IAnswerData>> TYPES = Map.of(
        Constants.DATATYPE_INTEGER, text -> new IntegerData(Integer.parseInt(text)),
        Constants.DATATYPE_DECIMAL, text -> new DecimalData(Double.parseDouble(text)),
        Constants.DATATYPE_DATE, text -> new DateData(DateUtils.parseDate(text.substring(0, 10))),
        Constants.DATATYPE_TIME, text -> new TimeData(DateUtils.parseTime(text)),
        Constants.DATATYPE_DATE_TIME, text -> new DateTimeData(DateUtils.parseDateTime(text)),
        Constants.DATATYPE_GEOPOINT, text -> new GeoPointData().cast(new UncastData(text)),
        Constants.DATATYPE_GEOTRACE, text -> new GeoTraceData().cast(new UncastData(text)),
        Constants.DATATYPE_GEOSHAPE, text -> new GeoShapeData().cast(new UncastData(text)));

    private static String words(int result) {
        return result == FormEntryController.ANSWER_REQUIRED_BUT_EMPTY ? "required" : "constraint";
    }

    private static String place(TreeReference reference) {
        return reference.toString(true);
    }

    private static List<Element> elements(Element element) {
        List<Element> found = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element) {
                found.add((Element) node);
            }
        }
        return found;
    }

    private static int number(Element element) {
        int number = 0;
        for (Node node = element.getPreviousSibling(); node != null; node = node.getPreviousSibling()) {
            number += node.getNodeName().equals(element.getTagName()) ? 1 : 0;
        }
        return number;
    }
}
