package org.earshot.softphone.media.ice;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.earshot.softphone.media.ice.CandidatePair.State;

/// Finds the way to the other side and watches it (RFC 8445, RFC 7675), for one component of one stream. Audio may take the best
/// pair that has been found to work from then on, before the choice is made; a way on which nothing comes any more is left
/// for another one that lives. Pure, and confined to one thread.
public final class IceAgent {
    private static final long MILLI = 1_000_000L;

    /// Between the checks of two pairs (RFC 8445 §14.2).
    private static final long PACE = 20 * MILLI;

    /// How often it looks round when all is settled.
    private static final long WATCH = 250 * MILLI;

    /// How long a pair that works waits for a better one before it is chosen.
    private static final long PATIENCE = 200 * MILLI;

    /// The same for one by a relay.
    private static final long PATIENCE_RELAYED = 800 * MILLI;

    /// RFC 7675 §5.1: on the average, and until when packets may be sent without an answer.
    private static final long CONSENT_INTERVAL = 5_000 * MILLI;

    private static final long CONSENT_LIMIT = 30_000 * MILLI;

    /// Where audio flows something comes each 20 ms.
    private static final long SILENCE = 1_000 * MILLI;

    /// Where reports do, it is each 2 to 6 seconds, and nobody hears it when they stop.
    private static final long SILENCE_OF_REPORTS = 10_000 * MILLI;

    private static final long SILENCE_CHECK = 500 * MILLI;

    /// When somebody has to look for another way.
    private static final long LOST = 2_500 * MILLI;

    /// How long checks of the other side may be awaited, after ours have all failed.
    private static final long FAILED_AFTER = 10_000 * MILLI;

    /// The same where there was a way once: what is away may come back, such as a relay.
    private static final long FAILED_AGAIN_AFTER = CONSENT_LIMIT;

    /// Sends, or loses as networks do.
    public interface Output {
        /// @param path of a local candidate
        void send(int path, byte[] datagram, InetSocketAddress to, long nowNanos);
    }

    /// What becomes of it; called from within the agent's methods.
    public interface Listener {
        /// From now on packets go this way.
        ///
        /// @param relayed whether that is by a TURN server of either side, as far as known
        void onSelected(int path, InetSocketAddress remote, boolean relayed);

        /// Nothing has come for a second. Once, until something comes.
        void onSilence();

        /// Nothing has come for 2.5 seconds, not even an answer: another way has to be found. Once, until something comes.
        void onLost();

        /// No way was found in ten seconds, or none is left for 30: nothing may be sent any more.
        void onFailed();
    }

    private final Component component;
    private final IceParameters parameters;
    private final long silence;
    private final byte[] remoteKey;
    private final RandomGenerator random;
    private final Output output;
    private final Listener listener;
    private final Role role;
    private final CheckAnswers answers;
    private final PairList pairs;
    private final Deque<CandidatePair> triggered = new ArrayDeque<>();
    private final List<Check> checks = new ArrayList<>();

    private long startNanos;
    private long nextPaceNanos;
    private long nextConsentNanos;
    private long nextSilenceCheckNanos;
    private long consentNanos;
    private OptionalLong firstValidNanos = OptionalLong.empty();
    private Optional<CandidatePair> nominated = Optional.empty();
    private Optional<CandidatePair> selected = Optional.empty();
    private boolean nominating;
    private boolean silent;
    private boolean lost;
    private boolean failed;
    private long patience = FAILED_AFTER;

    /// An agent that waits for [#start].
    ///
    /// @param locals all candidates of ours of this component that the other side was told
    /// @param parameters with candidates of all components
    /// @param random one that can't be foretold
    public IceAgent(
            Component component,
            List<LocalCandidate> locals,
            IceParameters parameters,
            RandomGenerator random,
            Output output,
            Listener listener) {
        this.component = component;
        this.parameters = parameters.of(component);
        this.silence = component == Component.RTP ? SILENCE : SILENCE_OF_REPORTS;
        this.remoteKey = StunMessage.shortTermKey(parameters.remote().password());
        this.random = random;
        this.output = output;
        this.listener = listener;
        this.role =
                new Role(parameters.controlling() || parameters.remoteIsLite(), random.nextLong());
        this.answers = new CheckAnswers(parameters.local(), role);
        this.pairs = new PairList(locals, this.parameters.candidates(), role);
    }

    /// Begins to check.
    public void start(long now) {
        startNanos = now;
        nextPaceNanos = now;
    }

    /// Begins to check in a call that had a way: it is given up later.
    public void startAgain(long now) {
        patience = FAILED_AGAIN_AFTER;
        start(now);
    }

    /// Whether packets have no way for more than a second now: none was found, or nothing comes by it.
    public boolean isWithoutWay(long now) {
        return selected.isPresent()
                ? !selected.get().isAlive(now, silence)
                : now - startNanos > silence;
    }

    /// Something that is no STUN has come; allocates nothing.
    public void onMedia(int path, InetSocketAddress from, long now) {
        for (int i = 0; i < pairs.all().size(); i++) {
            CandidatePair pair = pairs.all().get(i);
            if (pair.isValid() && pair.is(path, from)) {
                heard(pair, now);
                return;
            }
        }
    }

    /// Whether the other side has shown that an address is one of its own: a check of ours was answered from there, or one of its
    /// came.
    public boolean knows(InetSocketAddress address) {
        for (int i = 0; i < pairs.all().size(); i++) { // no iterator: once for each packet of audio
            if (pairs.all().get(i).hasBeenHeard(address)) {
                return true;
            }
        }
        return false;
    }

    private void heard(CandidatePair pair, long now) {
        pair.heard(now);
        silent = false;
        lost = false;
    }

    /// STUN has come that is not of a TURN server.
    public void onStun(int path, StunMessage message, InetSocketAddress from, long now) {
        if (message.method() != StunMessage.BINDING || failed) {
            return;
        }
        switch (message.kind()) {
            case REQUEST -> onRequest(path, message, from, now);
            case SUCCESS, ERROR -> onResponse(path, message, from, now);
            case INDICATION -> {} // a keep-alive, which says nothing of who sent it
        }
        reselect(now);
    }

    private void onRequest(int path, StunMessage request, InetSocketAddress from, long now) {
        boolean before = role.isControlling();
        CheckAnswers.Answer answer = answers.to(request, from);
        if (role.isControlling() != before) {
            onRoleChanged();
        }
        output.send(path, answer.datagram(), from, now);
        if (answer.isAccepted()) {
            int priority = request.number(StunMessage.PRIORITY).orElse(1);
            pairs.find(path, from)
                    .or(() -> pairs.learn(path, from, priority))
                    .ifPresent(
                            pair -> onCheckOf(pair, request.has(StunMessage.USE_CANDIDATE), now));
        }
    }

    private void onRoleChanged() {
        nominating = false;
        pairs.sort();
    }

    private void onCheckOf(CandidatePair pair, boolean chosen, long now) {
        heard(pair, now);
        if (!role.isControlling() && chosen) {
            pair.nominateWhenValid();
        }
        if (pair.isValid()) {
            if (pair.isToBeNominated()) {
                choose(pair);
            }
            return;
        }
        // RFC 8445 §7.3.1.4: the other side has opened the way, so it is the time to try. What is
        // under way is repeated and not replaced: its answer may be on its way, and two that
        // replace
        // their checks at each other's would never be done.
        if (pair.state() == State.IN_PROGRESS) {
            checks.stream().filter(check -> check.pair().equals(pair)).forEach(Check::hurry);
        } else if (!triggered.contains(pair)) {
            pair.state(State.WAITING);
            triggered.add(pair);
        }
        nextPaceNanos = Math.min(nextPaceNanos, now);
    }

    private void onResponse(int path, StunMessage response, InetSocketAddress from, long now) {
        Check check =
                checks.stream().filter(c -> c.id().equals(response.id())).findFirst().orElse(null);
        if (check == null || !response.isSignedWith(remoteKey)) {
            return; // answered before, or nobody who knows
        }
        CandidatePair pair = check.pair();
        checks.remove(check);
        if (response.kind() == StunMessage.Kind.ERROR) {
            onError(check, response.errorCode());
        } else if (!pair.is(path, from)) {
            fail(check); // RFC 8445 §7.2.5.2.1: answered from elsewhere
        } else {
            heard(pair, now);
            consentNanos = now;
            pair.state(State.SUCCEEDED);
            if (firstValidNanos.isEmpty()) {
                firstValidNanos = OptionalLong.of(now);
            }
            if ((check.nominates() && role.isControlling()) || pair.isToBeNominated()) {
                choose(pair);
            }
        }
    }

    private void onError(Check check, int code) {
        if (code == CheckAnswers.ROLE_CONFLICT) {
            if (check.asControlling() == role.isControlling()) {
                role.change();
                onRoleChanged();
            }
            check.pair().state(State.WAITING);
            triggered.add(check.pair());
        } else {
            fail(check);
        }
    }

    private void fail(Check check) {
        if (check.nominates()) {
            nominating = false;
        }
        if (nominated.filter(check.pair()::equals).isEmpty()) {
            check.pair().state(State.FAILED);
        }
    }

    /// A pair is the one (RFC 8445 §8.1): nothing else is checked any more, but for what the other side checks. Of several, as
    /// phones after RFC 5245 choose, the one of the highest priority.
    private void choose(CandidatePair pair) {
        pair.nominate();
        nominating = false;
        boolean controlling = role.isControlling();
        if (nominated
                .filter(now -> now.priority(controlling) >= pair.priority(controlling))
                .isEmpty()) {
            nominated = Optional.of(pair);
        }
        checks.removeIf(check -> !check.pair().isNominated() && !check.pair().isValid());
        pairs.settle();
    }

    /// When [#onTime] is due.
    public long nextNanos() {
        return nextPaceNanos;
    }

    /// Time has passed.
    public void onTime(long now) {
        if (failed || now - nextPaceNanos < 0) {
            return;
        }
        repeat(now);
        boolean busy = checkNext(now);
        nominateIfTime(now);
        watch(now);
        reselect(now);
        nextPaceNanos = now + (busy || !checks.isEmpty() ? PACE : WATCH);
        if (nominated.isEmpty()) {
            nextPaceNanos = now + PACE;
            failIfHopeless(now);
        }
    }

    private void repeat(long now) {
        Iterator<Check> each = checks.iterator();
        List<Check> spent = new ArrayList<>();
        while (each.hasNext()) {
            Check check = each.next();
            if (!check.isDue(now)) {
                continue;
            }
            if (check.isSpent()) {
                each.remove();
                spent.add(check);
            } else {
                transmit(check, now);
            }
        }
        spent.forEach(this::fail);
    }

    private void transmit(Check check, long now) {
        check.sent(now);
        output.send(check.pair().path(), check.datagram(), check.pair().remote(), now);
    }

    /// @return whether there was something to check
    private boolean checkNext(long now) {
        Optional<CandidatePair> next = Optional.ofNullable(triggered.poll());
        if (next.isEmpty() && nominated.isEmpty()) {
            next = pairs.firstWaiting();
        }
        next.ifPresent(pair -> check(pair, false, now));
        return next.isPresent();
    }

    private void check(CandidatePair pair, boolean nominate, long now) {
        if (!pair.isValid()) {
            pair.state(State.IN_PROGRESS);
        }
        TransactionId id = TransactionId.random(random);
        StunMessage.Builder request =
                StunMessage.request(StunMessage.BINDING, id)
                        .putText(
                                StunMessage.USERNAME,
                                parameters.remote().fragment()
                                        + ":"
                                        + parameters.local().fragment())
                        .putNumber(StunMessage.PRIORITY, (int) reflexivePriority(pair))
                        .putLong(
                                role.isControlling()
                                        ? StunMessage.ICE_CONTROLLING
                                        : StunMessage.ICE_CONTROLLED,
                                role.tieBreaker());
        if (nominate) {
            request.putFlag(StunMessage.USE_CANDIDATE);
        }
        Check check = new Check(pair, id, request.sign(remoteKey), nominate, role.isControlling());
        checks.add(check);
        transmit(check, now);
    }

    /// That of an address which only the other side sees (RFC 8445 §7.1.1).
    private long reflexivePriority(CandidatePair pair) {
        long localPreference = (pair.local().candidate().priority() >> 8) & 0xFFFF;
        return CandidateType.PEER_REFLEXIVE.priority((int) localPreference, component);
    }

    private void nominateIfTime(long now) {
        if (!role.isControlling() || nominating || nominated.isPresent()) {
            return;
        }
        pairs.firstValid()
                .filter(pair -> !pairs.betterIsOpen(pair) || hasWaited(pair, now))
                .ifPresent(pair -> {
                    nominating = true;
                    check(pair, true, now);
                });
    }

    private boolean hasWaited(CandidatePair pair, long now) {
        return now - firstValidNanos.orElse(now)
                >= (pair.isRelayed() ? PATIENCE_RELAYED : PATIENCE);
    }

    /// Whether the way is still one.
    private void watch(long now) {
        if (nominated.isEmpty() || selected.isEmpty()) {
            return;
        }
        CandidatePair way = selected.get();
        boolean alive = way.isAlive(now, silence);
        if (!alive && now - nextSilenceCheckNanos >= 0) {
            nextSilenceCheckNanos = now + SILENCE_CHECK;
            for (CandidatePair pair : pairs.all()) {
                if (pair.isValid()) {
                    check(pair, false, now);
                }
            }
        } else if (now - nextConsentNanos >= 0) {
            nextConsentNanos = now + (long) (CONSENT_INTERVAL * (0.8 + 0.4 * random.nextDouble()));
            check(way, false, now);
        }
        if (!silent && !alive) {
            silent = true;
            listener.onSilence();
        }
        if (!lost && !way.isAlive(now, silence + LOST - SILENCE)) {
            lost = true;
            listener.onLost();
        }
        if (now - consentNanos > CONSENT_LIMIT) {
            failed = true;
            listener.onFailed();
        }
    }

    private void failIfHopeless(long now) {
        if (triggered.isEmpty() && pairs.haveAllFailed() && now - startNanos > patience) {
            failed = true;
            listener.onFailed();
        }
    }

    /// The chosen pair while it lives, else one that does; before there is a choice the best that works.
    private void reselect(long now) {
        Optional<CandidatePair> best = nominated.filter(pair -> pair.isAlive(now, silence));
        if (best.isEmpty()) {
            best =
                    pairs.all().stream()
                            .filter(CandidatePair::isValid)
                            .filter(pair -> nominated.isEmpty() || pair.isAlive(now, silence))
                            .findFirst()
                            .or(() -> nominated);
        }
        if (best.isPresent() && !best.equals(selected)) {
            selected = best;
            listener.onSelected(best.get().path(), best.get().remote(), best.get().isRelayed());
        }
    }

    /// Where packets go now, in words for a log; "" before there is a way.
    public String way() {
        return selected.map(CandidatePair::toString).orElse("");
    }
}
