package org.earshot.common.key;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;

/// Small files by name, in one array.
final class NamedBytes {
    private NamedBytes() {}

    static byte[] encode(SortedMap<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(entries.size());
            for (var entry : entries.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeInt(entry.getValue().length);
                out.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// @param what it should be, in words
    /// @throws KeyRingException if it is something else
    static SortedMap<String, byte[]> decode(byte[] plaintext, String what) {
        SortedMap<String, byte[]> entries = new TreeMap<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plaintext))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                String name = in.readUTF();
                int length = in.readInt();
                if (length < 0 || length > in.available()) {
                    throw new KeyRingException("that is not " + what);
                }
                entries.put(name, in.readNBytes(length));
            }
        } catch (IOException e) {
            throw new KeyRingException("that is not " + what, e);
        }
        return entries;
    }
}
