// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Steps of a {@link KnownForm}, over UTF-8 bytes. Whatever is not there as expected ends the
 * reading: blanks, escapes, decimals, numbers of more than 18 digits.
 */
public final class FormReader {
    /** Says that the value has another form; thrown on the way, without a stack trace. */
    public static final class OtherForm extends IOException {
        private static final long serialVersionUID = 1;

        private OtherForm() {
            super("another form");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** Reads one element of an array. */
    @FunctionalInterface
    public interface Element<V> {
        /** Reads one from behind its opening brace to behind its closing one. */
        V read(FormReader json) throws IOException;
    }

    private static final int MOST_DIGITS = 18;
    private static final int NONE = -1;
    private static final byte[] NULL = "null".getBytes(US_ASCII);
    private static final KnownTexts TEXTS = new KnownTexts();

    private final byte[] json;
    private int at;

    /** Whether an object began and nothing of it was read. */
    private boolean begun;

    /** Reads these bytes. */
    public FormReader(byte[] json) {
        this.json = json;
    }

    /** An exception that says that the value has another form. */
    public static OtherForm otherForm() {
        return new OtherForm();
    }

    private int next() {
        return at < json.length ? json[at] : NONE;
    }

    private void expect(char character) throws IOException {
        if (next() != character) {
            throw otherForm();
        }
        at++;
    }

    /** Whether these bytes come next; then they are behind. */
    public boolean skip(byte[] expected) {
        if (at + expected.length > json.length
                || !Arrays.equals(json, at, at + expected.length, expected, 0, expected.length)) {
            return false;
        }
        at += expected.length;
        return true;
    }

    /** Expects that nothing comes any more. */
    public void end() throws IOException {
        if (at != json.length) {
            throw otherForm();
        }
    }

    /** Expects an object to begin. */
    public void beginObject() throws IOException {
        expect('{');
        begun = true;
    }

    /** Expects an object to end. */
    public void endObject() throws IOException {
        expect('}');
        begun = false;
    }

    private void separate() throws IOException {
        if (begun) {
            begun = false;
        } else {
            expect(',');
        }
    }

    /** Whether a property comes next, its name first; if not, the object ends here. */
    private boolean hasProperty() throws IOException {
        if (next() == '}') {
            endObject();
            return false;
        }
        separate();
        return true;
    }

    private void expectField(FieldName name) throws IOException {
        separate();
        expectName(name);
    }

    private void expectName(FieldName name) throws IOException {
        if (!skip(name.quoted)) {
            throw otherForm();
        }
    }

    /** Whether a property of this name comes next; if not, the object ends here. */
    public boolean hasField(FieldName name) throws IOException {
        if (!hasProperty()) {
            return false;
        }
        expectName(name);
        return true;
    }

    /** A property that is an integer. */
    public long integer(FieldName name) throws IOException {
        expectField(name);
        return integer();
    }

    /** A property that is an integer of 32 bits. */
    public int smallInteger(FieldName name) throws IOException {
        long value = integer(name);
        if (value != (int) value) {
            throw otherForm();
        }
        return (int) value;
    }

    private long integer() throws IOException {
        boolean negative = next() == '-';
        int begin = negative ? ++at : at;
        long value = 0;
        for (int digit = next() - '0'; digit >= 0 && digit <= 9; digit = next() - '0') {
            value = value * 10 + digit;
            at++;
        }
        int digits = at - begin;
        if (digits == 0 || digits > MOST_DIGITS || (digits > 1 && json[begin] == '0')) {
            throw otherForm();
        }
        return negative ? -value : value;
    }

    /** A property that is an integer or null. */
    public @Nullable Long integerOrNull(FieldName name) throws IOException {
        expectField(name);
        return skip(NULL) ? null : integer();
    }

    /** A property that is a text. */
    public String text(FieldName name) throws IOException {
        expectField(name);
        return text();
    }

    /** A property that is one of a few texts. */
    public <V> V choice(FieldName name, Choice<V> choice) throws IOException {
        expectField(name);
        return choice.read(this);
    }

    /** A property that is a text of which there are too many to be remembered. */
    public String newText(FieldName name) throws IOException {
        expectField(name);
        int begin = at + 1;
        skipText();
        return utf8(KnownTexts.make(json, begin, at - 1));
    }

    private String text() throws IOException {
        int begin = at + 1;
        int hash = skipText();
        return utf8(TEXTS.text(json, begin, at - 1, hash));
    }

    private static String utf8(@Nullable String text) throws IOException {
        if (text == null) {
            throw otherForm();
        }
        return text;
    }

    /** Goes behind a text; the hash of its bytes. */
    private int skipText() throws IOException {
        expect('"');
        int hash = 0;
        int character = next();
        while (character != '"') {
            // Not the end, a control character or an escape; bytes above ASCII are negative.
            if ((character >= 0 && character < ' ') || character == '\\' || at == json.length) {
                throw otherForm();
            }
            hash = 31 * hash + character;
            at++;
            character = next();
        }
        at++;
        return hash;
    }

    /** Expects a property that is an object; its content comes next. */
    public void object(FieldName name) throws IOException {
        expectField(name);
        beginObject();
    }

    /** Whether a property is an object, whose content comes next, or null. */
    public boolean objectOrNull(FieldName name) throws IOException {
        expectField(name);
        return objectOrNull();
    }

    /** Whether a value is an object, whose content comes next, or null. */
    public boolean objectOrNull() throws IOException {
        if (skip(NULL)) {
            return false;
        }
        beginObject();
        return true;
    }

    /** The name of the next property; null behind the end of the object. */
    public @Nullable String nextName() throws IOException {
        if (!hasProperty()) {
            return null;
        }
        String name = text();
        expect(':');
        return name;
    }

    /** The name of the next property, which is one of a few; null behind the end of the object. */
    public <V> @Nullable V nextName(Choice<V> names) throws IOException {
        if (!hasProperty()) {
            return null;
        }
        V name = names.read(this);
        expect(':');
        return name;
    }

    /** The value of a property whose name was read: an integer. */
    public long value() throws IOException {
        return integer();
    }

    /** The value of a property whose name was read: a text. */
    public String textValue() throws IOException {
        return text();
    }

    /**
     * A property that is an array of integers.
     *
     * @param zeros so many zeros, see {@link #zeros}
     * @return null if it is these zeros
     */
    public @Nullable List<Long> integers(FieldName name, byte[] zeros) throws IOException {
        expectField(name);
        if (skip(zeros)) {
            return null;
        }
        Long[] values = new Long[zeros.length / 2];
        expect('[');
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                expect(',');
            }
            values[i] = integer();
        }
        expect(']');
        return List.of(values);
    }

    /** An array of so many zeros, as it is written. */
    public static byte[] zeros(int size) {
        return ("[" + "0,".repeat(size - 1) + "0]").getBytes(US_ASCII);
    }

    /** A property that is an array of texts. */
    public List<String> texts(FieldName name) throws IOException {
        expectField(name);
        return elements(FormReader::text);
    }

    /** A property that is an array of objects. */
    public <V> List<V> array(FieldName name, Element<V> element) throws IOException {
        expectField(name);
        return objects(element);
    }

    /** The value of a property whose name was read: an array of objects, or null. */
    public <V> @Nullable List<V> arrayOrNull(Element<V> element) throws IOException {
        return skip(NULL) ? null : objects(element);
    }

    private <V> List<V> objects(Element<V> element) throws IOException {
        return elements(reader -> {
            reader.beginObject();
            return element.read(reader);
        });
    }

    private <V> List<V> elements(Element<V> element) throws IOException {
        expect('[');
        List<V> values = new ArrayList<>();
        while (next() != ']') {
            if (!values.isEmpty()) {
                expect(',');
            }
            values.add(element.read(this));
        }
        at++;
        return values;
    }
}
