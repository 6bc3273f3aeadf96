package org.earshot.proxy.archive;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// Rows of the archive with one value changed, as somebody with the database's own tools can change it, or a bad disk.
final class TestRows {
    private TestRows() {}

    static ArchiveRecord sealed(ArchiveRecord row, Bytes sealed) {
        return with(row, indexOf("sealed"), Optional.of(sealed));
    }

    static ArchiveRecord facts(ArchiveRecord row, Bytes facts) {
        return with(row, indexOf("facts"), Optional.of(facts));
    }

    /// As if it had been shredded.
    static ArchiveRecord gone(ArchiveRecord row) {
        ArchiveRecord emptied = row;
        for (String column : List.of("factSalt", "facts", "sealed")) {
            emptied = with(emptied, indexOf(column), Optional.empty());
        }
        return emptied;
    }

    static ArchiveRecord numbered(ArchiveRecord row, long number) {
        return with(row, indexOf("number"), number);
    }

    /// Every value of a row changed in one of a few ways, each in a row of its own.
    static List<ArchiveRecord> damaged(ArchiveRecord row, Random random) {
        List<ArchiveRecord> rows = new ArrayList<>();
        RecordComponent[] columns = ArchiveRecord.class.getRecordComponents();
        for (int i = 0; i < columns.length; i++) {
            Object value = value(row, columns[i]);
            List<?> others =
                    others(value, random).stream().filter(other -> !other.equals(value)).toList();
            if (!others.isEmpty()) {
                rows.add(with(row, i, others.get(random.nextInt(others.size()))));
            }
        }
        return rows;
    }

    private static List<?> others(Object value, Random random) {
        return switch (value) {
            case Long number ->
                    List.of(
                            number + 1,
                            number - 1,
                            -1L,
                            Long.MIN_VALUE,
                            Long.MAX_VALUE,
                            random.nextLong());
            case UUID _ -> List.of(new UUID(random.nextLong(), random.nextLong()), new UUID(0, 0));
            case String text -> texts(text);
            case Bytes bytes -> bytes(bytes, random);
            case List<?> _ -> List.of(List.of(), List.of("sip:eve@example.org"), List.of("\0"));
            case ArchiveRecord.SignatureBy(String signer, Bytes signature) -> {
                List<Object> others = new ArrayList<>();
                texts(signer)
                        .forEach(
                                text -> others.add(new ArchiveRecord.SignatureBy(text, signature)));
                bytes(signature, random)
                        .forEach(other -> others.add(new ArchiveRecord.SignatureBy(signer, other)));
                yield others;
            }
            case Optional<?> some -> {
                List<Object> others = new ArrayList<>();
                others.add(Optional.empty());
                some.ifPresent(inner ->
                        others(inner, random).forEach(other -> others.add(Optional.of(other))));
                yield others;
            }
            default -> throw new IllegalArgumentException(value.getClass().toString());
        };
    }

    private static List<String> texts(String text) {
        return List.of("", "x", text + "x", text.substring(0, text.length() - 1), "../../" + text);
    }

    private static List<Bytes> bytes(Bytes bytes, Random random) {
        List<Bytes> others = new ArrayList<>();
        byte[] noise = new byte[random.nextInt(100)];
        random.nextBytes(noise);
        others.add(Bytes.of(noise));
        others.add(Bytes.EMPTY);
        byte[] good = bytes.array();
        if (good.length > 0) {
            others.add(Bytes.of(Arrays.copyOf(good, random.nextInt(good.length))));
            byte[] flipped = good.clone();
            flipped[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
            others.add(Bytes.of(flipped));
        }
        return others;
    }

    private static int indexOf(String name) {
        RecordComponent[] columns = ArchiveRecord.class.getRecordComponents();
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].getName().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static ArchiveRecord with(ArchiveRecord row, int index, Object other) {
        RecordComponent[] columns = ArchiveRecord.class.getRecordComponents();
        Object[] values = new Object[columns.length];
        Class<?>[] types = new Class<?>[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = i == index ? other : value(row, columns[i]);
            types[i] = columns[i].getType();
        }
        try {
            return ArchiveRecord.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(ArchiveRecord row, RecordComponent column) {
        try {
            return column.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
