package org.earshot.softphone.media.ice;

import java.net.InetSocketAddress;

/// A way to the other side (RFC 8445 §6.1.2): from a path of ours to an address of theirs.
final class CandidatePair {
    /// RFC 8445 §6.1.2.6, without "frozen": there is one component.
    enum State {
        WAITING,
        IN_PROGRESS,
        SUCCEEDED,
        FAILED
    }

    private final LocalCandidate local;
    private final InetSocketAddress remote;
    private final long remotePriority;
    private final boolean relayedThere;
    private State state = State.WAITING;
    private boolean nominateWhenValid;
    private boolean nominated;
    private long heardNanos;
    private boolean heard;

    CandidatePair(
            LocalCandidate local,
            InetSocketAddress remote,
            long remotePriority,
            boolean relayedThere) {
        this.local = local;
        this.remote = remote;
        this.remotePriority = remotePriority;
        this.relayedThere = relayedThere;
    }

    LocalCandidate local() {
        return local;
    }

    int path() {
        return local.path();
    }

    InetSocketAddress remote() {
        return remote;
    }

    /// Whether packets go the long way round by a server, as far as known.
    boolean isRelayed() {
        return relayedThere || local.candidate().type() == CandidateType.RELAYED;
    }

    boolean is(int path, InetSocketAddress address) {
        return local.path() == path && remote.equals(address);
    }

    /// RFC 8445 §6.1.2.3.
    long priority(boolean controlling) {
        long ours = local.candidate().priority();
        long g = controlling ? ours : remotePriority;
        long d = controlling ? remotePriority : ours;
        return (Math.min(g, d) << 32) + 2 * Math.max(g, d) + (g > d ? 1 : 0);
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }

    boolean isValid() {
        return state == State.SUCCEEDED;
    }

    /// The other side chose it, before our own check came through.
    boolean isToBeNominated() {
        return nominateWhenValid;
    }

    void nominateWhenValid() {
        nominateWhenValid = true;
    }

    boolean isNominated() {
        return nominated;
    }

    void nominate() {
        nominated = true;
    }

    /// Something came from there.
    void heard(long now) {
        heard = true;
        heardNanos = now;
    }

    /// Whether it leads to an address from which something has come.
    boolean hasBeenHeard(InetSocketAddress address) {
        return heard && remote.equals(address);
    }

    /// Whether something came within so many nanoseconds.
    boolean isAlive(long now, long nanos) {
        return heard && now - heardNanos < nanos;
    }

    @Override
    public String toString() {
        return local.candidate().type().token()
                + " "
                + local.candidate().address()
                + " -> "
                + remote
                + " "
                + state
                + (nominated ? " nominated" : "");
    }
}
