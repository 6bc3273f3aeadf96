package org.earshot.softphone.ui.model;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ui.words.Texts;

/// The calls that are not over, which of them is shown, who talks together, and what is recorded. On the event dispatch
/// thread.
public final class CallsModel {
    private final Map<Id, CallLine> lines = new LinkedHashMap<>();
    private final Map<Id, UserAgentEvent.SecurityCode> codes = new HashMap<>();
    private final Map<Id, Path> recordings = new HashMap<>();
    private final Map<Id, QualityTrace> traces = new HashMap<>();
    private List<Id> together = List.of();
    private Optional<Id> chosen = Optional.empty();
    private boolean mayRecord = true;

    void incoming(UserAgentEvent.IncomingCall call) {
        lines.put(call.call(), CallLine.incoming(call));
    }

    /// @return the call before that, if it was known
    Optional<CallLine> changed(UserAgentEvent.CallChanged change, Instant now) {
        Optional<CallLine> before = Optional.ofNullable(lines.get(change.call()));
        if (change.state() == CallPhase.ENDED) {
            lines.remove(change.call());
            codes.remove(change.call());
            recordings.remove(change.call());
            traces.remove(change.call());
            return before;
        }
        CallLine after = CallLine.after(before.orElse(null), change, now);
        lines.put(change.call(), after);
        boolean begins = before.isEmpty() || before.get().since().isEmpty();
        if (!after.ringsHere() && begins) {
            chosen =
                    Optional.of(change.call()); // whom one calls or answers is who one wants to see
        }
        return before;
    }

    void quality(UserAgentEvent.MediaReport report) {
        if (lines.computeIfPresent(report.call(), (_, line) -> line.with(Quality.of(report)))
                != null) {
            traces.computeIfAbsent(report.call(), _ -> new QualityTrace())
                    .add(QualityTrace.Sample.of(report));
        }
    }

    /// How the sound of a call did; empty before anything was measured.
    public Optional<QualityTrace> trace(Id call) {
        return Optional.ofNullable(traces.get(call));
    }

    void code(UserAgentEvent.SecurityCode code) {
        codes.put(code.call(), code);
    }

    void conference(UserAgentEvent.ConferenceChanged change) {
        together = change.calls();
    }

    /// The organisation allows that calls are recorded, or not.
    void recordingIs(boolean allowed) {
        mayRecord = allowed;
    }

    /// Whether calls may be recorded.
    /// Whether the organisation lets calls be recorded.
    public boolean mayRecord() {
        return mayRecord;
    }

    void recording(UserAgentEvent.RecordingChanged change) {
        if (change.on()) {
            recordings.put(change.call(), change.file());
        } else {
            recordings.remove(change.call());
        }
    }

    /// The user wants to see this one.
    void choose(Id call) {
        chosen = Optional.of(call);
    }

    /// Empty: it is over, or was never ours.
    public Optional<CallLine> find(Id call) {
        return Optional.ofNullable(lines.get(call));
    }

    /// The call to show: one that rings here, else the one that was chosen, else the latest.
    public Optional<CallLine> shown() {
        return lines.values().stream()
                .filter(CallLine::ringsHere)
                .findFirst()
                .or(() -> chosen.flatMap(this::find))
                .or(() -> lines.values().stream().reduce((_, later) -> later));
    }

    /// All but the one that is shown, in the order in which they began.
    public List<CallLine> others() {
        Optional<Id> shown = shown().map(CallLine::id);
        return lines.values().stream()
                .filter(line -> !Optional.of(line.id()).equals(shown))
                .toList();
    }

    /// Those that were answered and are not over, on hold too.
    public List<CallLine> answered() {
        return lines.values().stream().filter(CallLine::isAnswered).toList();
    }

    /// Whether a call is in the conference.
    public boolean isTogether(Id call) {
        return together.contains(call);
    }

    /// What goes on in a call.
    ///
    /// @param who names the other side of a call
    String words(CallLine line, Function<CallLine, String> who) {
        return isTogether(line.id())
                ? Texts.get(
                        "call.conference",
                        together.stream()
                                .map(lines::get)
                                .filter(Objects::nonNull)
                                .map(who)
                                .collect(Collectors.joining(", ")))
                : line.words(who.apply(line));
    }

    /// Where the call that is shown is recorded.
    public Optional<Path> recording() {
        return shown().flatMap(line -> Optional.ofNullable(recordings.get(line.id())));
    }

    /// How the call that is shown is protected.
    public Lock lock() {
        Lock agreed = shown().map(CallLine::lock).orElse(Lock.NONE);
        boolean compared = code().map(UserAgentEvent.SecurityCode::compared).orElse(false);
        return agreed == Lock.PHONES && compared ? Lock.COMPARED : agreed;
    }

    /// The words that both people see when nobody sits between their phones; "" for none.
    public String securityCode() {
        return code().map(UserAgentEvent.SecurityCode::code).orElse("");
    }

    private Optional<UserAgentEvent.SecurityCode> code() {
        return shown().filter(line -> line.lock() == Lock.PHONES)
                .flatMap(line -> Optional.ofNullable(codes.get(line.id())));
    }
}
