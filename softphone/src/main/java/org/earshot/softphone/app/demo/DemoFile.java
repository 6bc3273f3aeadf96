package org.earshot.softphone.app.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// A file that went from one phone to the other.
///
/// @param bytes its size
/// @param ms milliseconds from the receiver's consent until the file was there, its hash checked
record DemoFile(@JsonProperty("bytes") long bytes, @JsonProperty("ms") double ms) {
    private static final int SIZE = 8 << 20;

    /// Sends a file that nothing could shorten on its way, and compares what arrived.
    static DemoFile send(Person from, Person to, Path folder) throws IOException {
        byte[] content = new byte[SIZE];
        new Random().nextBytes(content);
        Path file = Files.write(folder.resolve("plan of the house.dat"), content);
        from.phone().tell("send " + to.address() + " " + file);
        JsonNode offered = state(to, "offered").value();
        long accepted = System.nanoTime();
        to.phone().tell("accept " + offered.path("id").asText());
        var complete = state(to, "complete");
        state(from, "complete");
        Path arrived = Path.of(complete.value().path("file").asText());
        if (Files.mismatch(file, arrived) >= 0) {
            throw new DemoFailure("the file did not arrive as it was sent: " + arrived);
        }
        return new DemoFile(SIZE, Math.round((complete.nanos() - accepted) / 1e5) / 10.0);
    }

    private static ChildProcess.Seen<JsonNode> state(Person person, String state) {
        return person.phone()
                .await(
                        "the file (" + state + ")",
                        30,
                        PhoneLines.event("file", e -> e.path("state").asText().equals(state)));
    }

    @JsonIgnore
    double megabytesPerSecond() {
        return bytes / 1e3 / ms;
    }
}
