package org.earshot.common.db.dump;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Writes a dump, row by row. Confined to its thread.
public final class DumpWriter {
    private final GZIPOutputStream compressed;
    private final DataOutputStream out;
    private int columns;
    private long tables;
    private long rows;

    /// @param target stays the caller's to close
    /// @param versions of the migrations that made the tables, in their order
    public DumpWriter(OutputStream target, List<String> versions) throws IOException {
        compressed = new GZIPOutputStream(target, DumpFormat.BUFFER);
        out = new DataOutputStream(new BufferedOutputStream(compressed, DumpFormat.BUFFER));
        out.write(DumpFormat.FIRST_LINE.getBytes(StandardCharsets.US_ASCII));
        out.writeShort(versions.size());
        for (String version : versions) {
            text(version);
        }
    }

    /// Begins a table.
    public void table(DumpItem.Table table) throws IOException {
        out.writeByte(DumpFormat.TABLE);
        text(table.name());
        out.writeShort(table.columns().size());
        for (String column : table.columns()) {
            text(column);
        }
        out.writeLong(table.nextNumber());
        columns = table.columns().size();
        tables++;
    }

    /// Adds a row to the last table.
    ///
    /// @throws IllegalArgumentException if it does not fit
    public void row(DumpItem.Row row) throws IOException {
        if (row.values().length != columns) {
            throw new IllegalArgumentException(row.values().length + " values");
        }
        out.writeByte(DumpFormat.ROW);
        for (Object value : row.values()) {
            switch (value) {
                case null -> out.writeByte(DumpFormat.NULL);
                case Long number -> {
                    out.writeByte(DumpFormat.NUMBER);
                    out.writeLong(number);
                }
                case String text -> {
                    out.writeByte(DumpFormat.TEXT);
                    text(text);
                }
                case byte[] bytes -> {
                    out.writeByte(DumpFormat.BYTES);
                    bytes(bytes);
                }
                default -> throw new IllegalArgumentException("a " + value.getClass());
            }
        }
        rows++;
    }

    /// Writes the end: without it, it is no dump.
    public void finish() throws IOException {
        out.writeByte(DumpFormat.END);
        out.writeLong(tables);
        out.writeLong(rows);
        out.flush();
        compressed.finish();
    }

    private void text(String text) throws IOException {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) throws IOException {
        if (bytes.length > DumpFormat.LONGEST_VALUE) {
            throw new IllegalArgumentException(bytes.length + " bytes");
        }
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
