package org.earshot.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Looks for words in files, in every form in which a program might have written them.
final class ByteScan {
    private final Map<String, byte[]> forms = new LinkedHashMap<>();

    /// By their first two bytes: a database has hundreds of megabytes, and they are read once.
    private final Map<Integer, List<String>> byBeginning = new HashMap<>();

    private final boolean[] beginnings = new boolean[1 << 16];

    ByteScan(List<String> words) {
        words.forEach(this::add);
        forms.forEach((name, form) -> {
            int beginning = beginning(form, 0);
            beginnings[beginning] = true;
            byBeginning.computeIfAbsent(beginning, _ -> new ArrayList<>()).add(name);
        });
    }

    private void add(String word) {
        for (String one :
                List.of(word, word.toLowerCase(Locale.ROOT), word.toUpperCase(Locale.ROOT))) {
            forms.put("UTF-8 " + one, one.getBytes(StandardCharsets.UTF_8));
            forms.put("UTF-16LE " + one, one.getBytes(StandardCharsets.UTF_16LE));
            forms.put("UTF-16BE " + one, one.getBytes(StandardCharsets.UTF_16BE));
            String hex = HexFormat.of().formatHex(one.getBytes(StandardCharsets.UTF_8));
            forms.put("hex " + one, ascii(hex));
            forms.put("HEX " + one, ascii(hex.toUpperCase(Locale.ROOT)));
            forms.put("escaped " + one, ascii(escaped(one)));
            forms.put("percent " + one, ascii(percent(one)));
            for (int shift = 0; shift < 3; shift++) {
                forms.put("Base64 +" + shift + " " + one, ascii(base64(one, shift)));
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String escaped(String word) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            out.append(
                    c < 0x80 ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return out.toString();
    }

    private static String percent(String word) {
        StringBuilder out = new StringBuilder();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            out.append(b > 0 ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return out.toString();
    }

    /// The characters that stand there whatever is before and behind the word.
    private static String base64(String word, int shift) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        byte[] shifted = new byte[shift + bytes.length];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        return text.substring(shift == 0 ? 0 : shift + 1, shifted.length / 3 * 4);
    }

    /// Where it is in all files below some folders: a line for each.
    List<String> in(Path... folders) {
        List<String> found = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(Files::isRegularFile).forEach(file -> look(file, found));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0]; // a temporary one
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void look(Path file, List<String> found) {
        byte[] in = bytes(file);
        for (int at = 0; at + 1 < in.length; at++) {
            int beginning = beginning(in, at);
            if (beginnings[beginning]) {
                for (String name : byBeginning.get(beginning)) {
                    byte[] form = forms.get(name);
                    int end = at + form.length;
                    if (end <= in.length && Arrays.equals(in, at, end, form, 0, form.length)) {
                        found.add(name + " in " + file);
                    }
                }
            }
        }
    }

    private static int beginning(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }
}
