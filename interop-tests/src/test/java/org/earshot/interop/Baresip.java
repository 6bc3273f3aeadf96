package org.earshot.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.earshot.softphone.app.demo.ChildProcess;

/// baresip, somebody else's phone, as a process of its own: it speaks a WAV file and records what it hears,
/// and takes commands over its control socket (netstrings of JSON).
final class Baresip implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path log;
    private final ChildProcess process;
    private final Socket control;
    private final DataInputStream events;

    private Baresip(Path folder, Path log, ChildProcess process, Socket control)
            throws IOException {
        this.folder = folder;
        this.log = log;
        this.process = process;
        this.control = control;
        this.events = new DataInputStream(control.getInputStream());
    }

    /// One that is to be started.
    ///
    /// @param name of its account, whose password is `pw` and the name
    static BaresipSetup of(Lab lab, String name) {
        return new BaresipSetup(lab, name);
    }

    /// One that has been started: joins its control socket, when it is there.
    static Baresip joined(Path folder, Path log, ChildProcess process, String host, int commands)
            throws IOException {
        return new Baresip(folder, log, process, connect(host, commands));
    }

    private static Socket connect(String host, int port) throws IOException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try {
                Socket socket = new Socket(host, port);
                socket.setSoTimeout(60_000);
                return socket;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new IOException("baresip did not open its control socket", e);
                }
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        }
    }

    /// Sends a command, and waits for its answer.
    String command(String command, String parameters) throws IOException {
        byte[] json =
                JSON.writeValueAsBytes(
                        Map.of("command", command, "params", parameters, "token", "t"));
        OutputStream out = control.getOutputStream();
        out.write((json.length + ":").getBytes(StandardCharsets.US_ASCII));
        out.write(json);
        out.write(',');
        out.flush();
        return await(message -> message.path("response").asBoolean()).path("data").asText();
    }

    /// What it shows of the people whom it watches, as soon as that contains a text.
    ///
    /// @throws IOException if that takes more than so many seconds
    String contactsShowing(String text, int seconds) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (true) {
            String shown = command("contacts", "");
            if (shown.contains(text)) {
                return shown;
            }
            if (System.nanoTime() > end) {
                throw new IOException(text + " is not in: " + shown);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }

    /// Goes on to the next of those whom it knows, and writes to that one.
    void writeToNext(String text) throws IOException {
        command("contact_next", "");
        command("message", text);
    }

    /// Every text that it, or one of its name before it, showed of somebody, in order, as soon as there are so many.
    ///
    /// @throws IOException if that takes more than 30 s
    List<String> textsOf(String address, int count) throws IOException {
        Pattern shown = Pattern.compile(Pattern.quote(address) + ": \"(.*)\"");
        long end = System.nanoTime() + 60_000_000_000L;
        while (true) {
            String all = Files.readString(log);
            List<String> texts = shown.matcher(all).results().map(each -> each.group(1)).toList();
            if (texts.size() >= count) {
                return texts;
            }
            if (System.nanoTime() > end) {
                throw new IOException(count + " texts of " + address + " are not in: " + all);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }

    /// For its CPU time.
    ProcessHandle handle() {
        return process.handle();
    }

    /// Ends it as its user would: it takes its registration back.
    void quit() {
        process.handle().destroy();
        process.handle().onExit().join();
    }

    /// Waits for one of baresip's events, such as `CALL_ESTABLISHED`.
    JsonNode event(String type) throws IOException {
        return await(message -> message.path("type").asText().equals(type));
    }

    private JsonNode await(Predicate<JsonNode> wanted) throws IOException {
        while (true) {
            JsonNode message = JSON.readTree(netstring());
            if (wanted.test(message)) {
                return message;
            }
        }
    }

    private byte[] netstring() throws IOException {
        int length = 0;
        for (int b = events.readUnsignedByte(); b != ':'; b = events.readUnsignedByte()) {
            length = length * 10 + (b - '0');
        }
        byte[] message = new byte[length];
        events.readFully(message);
        events.readUnsignedByte();
        return message;
    }

    /// Lets it end; what it heard in its one call, or in the longest of several, is whole afterwards.
    Path quitAndHeard() throws IOException {
        quit();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith("-dec.wav"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow(() -> new IOException("baresip heard nothing"));
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
