package org.earshot.common.db.dump;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads a dump, one item after the other: memory holds one row. Confined to its thread. Whatever the bytes are, nothing but an
/// [IOException] comes of them, and a dump that was cut off has no last item.
public final class DumpReader {
    private final DataInputStream in;
    private final List<String> versions;
    private int columns;
    private long tables;
    private long rows;
    private boolean ended;

    /// @param source stays the caller's to close
    /// @throws DumpException if no dump begins there
    public DumpReader(InputStream source) throws IOException {
        try {
            in =
                    new DataInputStream(
                            new BufferedInputStream(
                                    new GZIPInputStream(source, DumpFormat.BUFFER),
                                    DumpFormat.BUFFER));
            byte[] first = in.readNBytes(DumpFormat.FIRST_LINE.length());
            if (!new String(first, StandardCharsets.US_ASCII).equals(DumpFormat.FIRST_LINE)) {
                throw new DumpException("is no dump of a form that this Earshot knows");
            }
            int count = in.readUnsignedShort();
            if (count > DumpFormat.MOST_VERSIONS) {
                throw new DumpException("names " + count + " migrations");
            }
            List<String> read = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                read.add(text(DumpFormat.LONGEST_NAME));
            }
            versions = List.copyOf(read);
        } catch (EOFException | ZipException e) {
            throw damaged(e);
        }
    }

    /// Of the migrations that made the tables, in their order.
    public List<String> versions() {
        return versions;
    }

    /// The next table, or row of the last one; empty at the end, once all is known to be there.
    public Optional<DumpItem> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        try {
            int tag = in.readUnsignedByte();
            return switch (tag) {
                case DumpFormat.TABLE -> Optional.of(table());
                case DumpFormat.ROW -> Optional.of(row());
                case DumpFormat.END -> {
                    end();
                    yield Optional.empty();
                }
                default -> throw new DumpException("has an item of kind " + tag);
            };
        } catch (EOFException | ZipException e) {
            throw damaged(e);
        }
    }

    private DumpItem table() throws IOException {
        String name = text(DumpFormat.LONGEST_NAME);
        int count = in.readUnsignedShort();
        if (count > DumpItem.Table.MOST_COLUMNS) {
            throw new DumpException("has a table of " + count + " columns");
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(text(DumpFormat.LONGEST_NAME));
        }
        try {
            DumpItem.Table table = new DumpItem.Table(name, names, in.readLong());
            columns = count;
            tables++;
            return table;
        } catch (IllegalArgumentException e) {
            throw new DumpException("has a table that is none of ours: " + e.getMessage(), e);
        }
    }

    private DumpItem row() throws IOException {
        if (columns == 0) {
            throw new DumpException("has a row of no table");
        }
        Object[] values = new Object[columns];
        for (int i = 0; i < columns; i++) {
            int kind = in.readUnsignedByte();
            values[i] =
                    switch (kind) {
                        case DumpFormat.NULL -> null;
                        case DumpFormat.NUMBER -> in.readLong();
                        case DumpFormat.TEXT -> text(DumpFormat.LONGEST_VALUE);
                        case DumpFormat.BYTES -> bytes(DumpFormat.LONGEST_VALUE);
                        default -> throw new DumpException("has a value of kind " + kind);
                    };
        }
        rows++;
        return new DumpItem.Row(values);
    }

    private void end() throws IOException {
        long saidTables = in.readLong();
        long saidRows = in.readLong();
        if (saidTables != tables || saidRows != rows) {
            throw new DumpException(
                    "has %d tables and %d rows, and should have %d and %d"
                            .formatted(tables, rows, saidTables, saidRows));
        }
        if (in.read() >= 0) {
            throw new DumpException("goes on behind its end");
        }
        ended = true;
    }

    private String text(int longest) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(longest)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DumpException("has a text that is no UTF-8", e);
        }
    }

    private byte[] bytes(int longest) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > longest) {
            throw new DumpException("has a value of " + Integer.toUnsignedLong(length) + " bytes");
        }
        byte[] bytes = in.readNBytes(length); // takes memory as bytes come
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static DumpException damaged(IOException e) {
        return new DumpException(
                e instanceof EOFException ? "ends before its end" : "is damaged", e);
    }
}
