package org.earshot.softphone.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What was seen of the call while it lasted.
///
/// @param setupMs from the command until both phones said that it stands
/// @param established what the caller's phone said then
/// @param atAlice her phone's last report of the audio
/// @param atBob likewise
/// @param pids of server and phones
/// @param cpu share of one core, in percent
/// @param memory megabytes
record DemoCall(
        double setupMs,
        JsonNode established,
        JsonNode atAlice,
        JsonNode atBob,
        List<Long> pids,
        Map<String, Double> cpu,
        Map<String, Long> memory) {

    /// Lets the two talk, and hang up.
    static DemoCall make(Person alice, Person bob, ChildProcess server, int talkSeconds) {
        var established = PhoneLines.call("established");
        long dialled = System.nanoTime();
        alice.phone().tell("call " + bob.address());
        var atAlice = alice.phone().await("the call's set-up", 30, established);
        var atBob = bob.phone().await("the call's set-up", 30, established);
        double setupMs = (Math.max(atAlice.nanos(), atBob.nanos()) - dialled) / 1e6;

        Map<String, ChildProcess> all = new LinkedHashMap<>();
        all.put("server", server);
        all.put("alice", alice.phone());
        all.put("bob", bob.phone());
        Map<String, ProcessUsage> before = new LinkedHashMap<>();
        all.forEach((name, process) -> before.put(name, ProcessUsage.of(process.handle())));
        long begun = System.nanoTime();
        JsonNode atAliceMedia = lastMedia(alice, begun, talkSeconds);
        JsonNode atBobMedia = lastMedia(bob, begun, talkSeconds);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<String, Double> cpu = new LinkedHashMap<>();
        Map<String, Long> memory = new LinkedHashMap<>();
        all.forEach((name, process) -> {
            ProcessUsage now = ProcessUsage.of(process.handle());
            Duration used = now.cpu().minus(before.get(name).cpu());
            cpu.put(name, Math.round(used.toMillis() / seconds) / 10.0);
            memory.put(name, now.residentMb());
        });

        alice.phone().tell("hangup");
        alice.phone().await("the end of the call", 20, PhoneLines.call("ended"));
        bob.phone().await("the end of the call", 20, PhoneLines.call("ended"));
        List<Long> pids = all.values().stream().map(ChildProcess::pid).toList();
        return new DemoCall(setupMs, atAlice.value(), atAliceMedia, atBobMedia, pids, cpu, memory);
    }

    private static JsonNode lastMedia(Person person, long begun, int talkSeconds) {
        long left = begun + TimeUnit.SECONDS.toNanos(talkSeconds) - System.nanoTime();
        JsonNode last = JsonNodeFactory.instance.objectNode();
        long end = System.nanoTime() + Math.max(left, TimeUnit.SECONDS.toNanos(1));
        do {
            last =
                    person.phone()
                            .await("reports of the audio", 5, PhoneLines.event("media", _ -> true))
                            .value();
        } while (System.nanoTime() < end);
        return last;
    }

    long packetsSent() {
        return atAlice.path("packetsSent").asLong() + atBob.path("packetsSent").asLong();
    }

    long packetsLost() {
        return atAlice.path("packetsLost").asLong() + atBob.path("packetsLost").asLong();
    }
}
