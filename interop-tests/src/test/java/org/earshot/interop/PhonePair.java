package org.earshot.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Two phones of one kind at our server, over TLS with SRTP and Opus with FEC, each with a microphone and a loudspeaker of its own on the
/// same sound server: to compare kinds by the same measure.
interface PhonePair extends AutoCloseable {
    /// Of the phone that calls, in the sound server; likewise at our server, where the password is the name with `pw` before it.
    String caller();

    /// Of the phone that is called, and takes the call at once.
    String called();

    /// Calls, and comes back when both speak.
    void call() throws IOException;

    /// Ends the call.
    void hangUp() throws IOException;

    /// The phone that calls, for its CPU time.
    ProcessHandle process();

    /// What the called phone says of the call so far; "" where it says nothing.
    default String heard() {
        return "";
    }

    /// Ends both phones.
    @Override
    void close() throws IOException;

    /// Ours.
    ///
    /// @param other where the called phone runs: perhaps in another network
    /// @param options of both, added to the command line
    static PhonePair earshot(
            Lab lab,
            Lab other,
            SoundServer sound,
            EarshotServer server,
            String caller,
            String called,
            List<String> options) {
        record Ours(String caller, String called, EarshotPhone first, EarshotPhone second)
                implements PhonePair {
            @Override
            public void call() {
                first.tell("call sip:" + called + "@127.0.0.1");
                first.call("established");
                second.call("established");
            }

            @Override
            public void hangUp() {
                first.tell("hangup");
                first.call("ended");
                second.call("ended");
            }

            @Override
            public ProcessHandle process() {
                return first.process().handle();
            }

            @Override
            public String heard() {
                JsonNode report = second.fresh("media");
                return "jitter buffer %.1f ms, concealed %d ms"
                        .formatted(
                                report.path("playoutDelayMs").asDouble(),
                                report.path("concealedMs").asLong());
            }

            @Override
            public void close() {
                first.quitAndHeard();
                second.quitAndHeard();
            }
        }
        return new Ours(
                caller,
                called,
                ours(lab, sound, server, caller, options),
                ours(other, sound, server, called, options));
    }

    private static EarshotPhone ours(
            Lab lab, SoundServer sound, EarshotServer server, String name, List<String> options) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("--audio-out", "device", "--auto-answer"));
        return EarshotPhone.overTls(
                lab, sound.environment(name), server, name, "device", all.toArray(String[]::new));
    }

    /// baresip's.
    ///
    /// @param jitterBuffer packets, such as `5-10`
    static PhonePair baresip(
            Lab lab,
            Lab other,
            SoundServer sound,
            EarshotServer server,
            String caller,
            String called,
            String jitterBuffer)
            throws IOException {
        record Theirs(String caller, String called, Baresip first, Baresip second)
                implements PhonePair {
            @Override
            public void call() throws IOException {
                first.command("dial", "sip:" + called + "@127.0.0.1;transport=tls");
                first.event("CALL_ESTABLISHED");
                second.event("CALL_ESTABLISHED");
            }

            @Override
            public void hangUp() throws IOException {
                first.command("hangup", "");
                second.event("CALL_CLOSED");
            }

            @Override
            public ProcessHandle process() {
                return first.handle();
            }

            @Override
            public void close() {
                first.quit();
                second.quit();
            }
        }
        List<Baresip> both = new ArrayList<>();
        for (String name : List.of(caller, called)) {
            both.add(
                    Baresip.of(name.equals(caller) ? lab : other, name)
                            .at(server, "tls")
                            .encryption("srtp-mand")
                            .onDevices(sound.environment(name), jitterBuffer)
                            .start());
            both.getLast().event("REGISTER_OK");
        }
        return new Theirs(caller, called, both.getFirst(), both.getLast());
    }

    /// linphonec's.
    static PhonePair linphone(
            Lab lab,
            Lab other,
            SoundServer sound,
            EarshotServer server,
            String caller,
            String called)
            throws Exception {
        record Theirs(String caller, String called, Linphone first, Linphone second)
                implements PhonePair {
            @Override
            public void call() {
                first.tell("call sip:" + called + "@127.0.0.1");
                first.says("StreamsRunning");
                second.says("StreamsRunning");
            }

            @Override
            public void hangUp() {
                first.tell("terminate");
                second.says("LinphoneCallReleased");
            }

            @Override
            public ProcessHandle process() {
                return first.handle();
            }

            @Override
            public void close() {
                first.quit();
                second.quit();
            }
        }
        List<Linphone> both = new ArrayList<>();
        for (String name : List.of(caller, called)) {
            sound.plugMicrophone(name, name + "_src");
            both.add(
                    Linphone.onDevices(
                            name.equals(caller) ? lab : other,
                            name,
                            "pw" + name,
                            server,
                            sound.environment(name),
                            name + "_src",
                            name + "_spk"));
        }
        return new Theirs(caller, called, both.getFirst(), both.getLast());
    }
}
