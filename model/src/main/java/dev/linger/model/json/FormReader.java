// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Steps of a {@link KnownForm}. Whatever is not there as expected ends the reading. */
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
        /** Reads one, whose opening brace is the parser's present token. */
        V read(FormReader json) throws IOException;
    }

    private static final int TEXTS = 1 << 14;

    /**
     * Texts read lately, by hash: hosts send the same names again and again. Threads share it
     * without a lock: what is found is compared, and a text that is lost is made again.
     */
    private static final @Nullable String[] KNOWN_TEXTS = new String[TEXTS];

    private final JsonParser json;

    /** Reads by this parser. */
    public FormReader(JsonParser json) {
        this.json = json;
    }

    /** An exception that says that the value has another form. */
    public static OtherForm otherForm() {
        return new OtherForm();
    }

    /** Expects an object to begin. */
    public void beginObject() throws IOException {
        expect(JsonToken.START_OBJECT);
    }

    /** Expects an object to end. */
    public void endObject() throws IOException {
        expect(JsonToken.END_OBJECT);
    }

    private void expect(JsonToken token) throws IOException {
        if (json.nextToken() != token) {
            throw otherForm();
        }
    }

    private void expectField(SerializableString name) throws IOException {
        if (!json.nextFieldName(name)) {
            throw otherForm();
        }
    }

    /** Whether a property of this name comes next; if not, the object ends here. */
    public boolean hasField(SerializableString name) throws IOException {
        if (json.nextFieldName(name)) {
            return true;
        }
        if (json.currentToken() != JsonToken.END_OBJECT) {
            throw otherForm();
        }
        return false;
    }

    /** A property that is an integer. */
    public long integer(SerializableString name) throws IOException {
        expectField(name);
        return integer();
    }

    /** A property that is an integer of 32 bits. */
    public int smallInteger(SerializableString name) throws IOException {
        expectField(name);
        expect(JsonToken.VALUE_NUMBER_INT);
        return json.getIntValue();
    }

    private long integer() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    /** A property that is an integer or null. */
    public @Nullable Long integerOrNull(SerializableString name) throws IOException {
        expectField(name);
        JsonToken token = json.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_NUMBER_INT) {
            throw otherForm();
        }
        return json.getLongValue();
    }

    /** A property that is a text. */
    public String text(SerializableString name) throws IOException {
        expectField(name);
        return text();
    }

    private String text() throws IOException {
        expect(JsonToken.VALUE_STRING);
        return known(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }

    private static String known(char[] characters, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + characters[i];
        }
        int slot = (hash ^ hash >>> 15) & (TEXTS - 1);
        String found = KNOWN_TEXTS[slot];
        if (found == null || !isEqual(found, characters, offset, length)) {
            found = new String(characters, offset, length);
            KNOWN_TEXTS[slot] = found;
        }
        return found;
    }

    private static boolean isEqual(String text, char[] characters, int offset, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != characters[offset + i]) {
                return false;
            }
        }
        return true;
    }

    /** Expects a property that is an object; its content comes next. */
    public void object(SerializableString name) throws IOException {
        expectField(name);
        beginObject();
    }

    /** Whether a property is an object, whose content comes next, or null. */
    public boolean objectOrNull(SerializableString name) throws IOException {
        expectField(name);
        return objectOrNull();
    }

    /** Whether a value is an object, whose content comes next, or null. */
    public boolean objectOrNull() throws IOException {
        JsonToken token = json.nextToken();
        if (token != JsonToken.START_OBJECT && token != JsonToken.VALUE_NULL) {
            throw otherForm();
        }
        return token == JsonToken.START_OBJECT;
    }

    /** The name of the next property; null at the end of the object. */
    public @Nullable String nextName() throws IOException {
        return json.nextFieldName();
    }

    /** The value of a property whose name was read: an integer. */
    public long value() throws IOException {
        return integer();
    }

    /** The value of a property whose name was read: a text. */
    public String textValue() throws IOException {
        return text();
    }

    /** A property that is an array of so many integers; null if all are zero. */
    public @Nullable List<Long> integers(SerializableString name, int size) throws IOException {
        expectField(name);
        expect(JsonToken.START_ARRAY);
        Long[] values = new Long[size];
        long any = 0;
        for (int i = 0; i < size; i++) {
            long value = integer();
            any |= value;
            values[i] = value;
        }
        expect(JsonToken.END_ARRAY);
        return any == 0 ? null : List.of(values);
    }

    /** A property that is an array of texts. */
    public List<String> texts(SerializableString name) throws IOException {
        expectField(name);
        expect(JsonToken.START_ARRAY);
        List<String> texts = new ArrayList<>();
        while (json.nextToken() == JsonToken.VALUE_STRING) {
            texts.add(json.getText());
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw otherForm();
        }
        return texts;
    }

    /** A property that is an array of objects. */
    public <V> List<V> array(SerializableString name, Element<V> element) throws IOException {
        expectField(name);
        expect(JsonToken.START_ARRAY);
        return elements(element);
    }

    /** The value of a property whose name was read: an array of objects, or null. */
    public <V> @Nullable List<V> arrayOrNull(Element<V> element) throws IOException {
        JsonToken token = json.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.START_ARRAY) {
            throw otherForm();
        }
        return elements(element);
    }

    private <V> List<V> elements(Element<V> element) throws IOException {
        List<V> values = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            values.add(element.read(this));
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw otherForm();
        }
        return values;
    }
}
