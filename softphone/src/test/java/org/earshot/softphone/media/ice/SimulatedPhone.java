package org.earshot.softphone.media.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// One end of a call in a [SimulatedNetwork]: an agent, its sockets, and audio each 20 ms.
final class SimulatedPhone implements IceAgent.Listener {
    private static final byte[] AUDIO = {(byte) 0x80, 0};

    private final SimulatedNetwork network;
    private final IceCredentials credentials;
    private final Random random;
    private final List<InetSocketAddress> paths = new ArrayList<>();
    private final List<LocalCandidate> candidates = new ArrayList<>();
    private IceAgent agent;
    private Optional<Way> way = Optional.empty();
    private long selectedAt = -1;
    private int heard;
    private int silences;
    private int lost;
    private int failed;

    record Way(int path, InetSocketAddress remote) {}

    SimulatedPhone(SimulatedNetwork network, long seed) {
        this.network = network;
        this.random = new Random(seed);
        this.credentials = IceCredentials.random(random);
    }

    /// An address of its own.
    SimulatedPhone host(String address) {
        return path(CandidateType.HOST, SimulatedNetwork.address(address, 5004));
    }

    /// The address of a router in front of the last host.
    SimulatedPhone reflexive() {
        InetSocketAddress base = paths.getLast();
        InetSocketAddress seen = network.seenByServer(base);
        if (!seen.equals(base)) {
            add(CandidateType.SERVER_REFLEXIVE, paths.size() - 1, seen, Optional.of(base));
        }
        return this;
    }

    /// An address of a relay.
    SimulatedPhone relay(String address) {
        return path(CandidateType.RELAYED, SimulatedNetwork.address(address, 50_000));
    }

    private SimulatedPhone path(CandidateType type, InetSocketAddress address) {
        int path = paths.size();
        paths.add(address);
        add(type, path, address, Optional.empty());
        network.listen(address, (bytes, from, now) -> receive(path, bytes, from, now));
        return this;
    }

    private void add(
            CandidateType type,
            int path,
            InetSocketAddress address,
            Optional<InetSocketAddress> related) {
        candidates.add(
                new LocalCandidate(
                        path,
                        new IceCandidate(
                                Integer.toString(candidates.size() + 1),
                                Component.RTP,
                                type,
                                type.priority(65_535 - path, Component.RTP),
                                address,
                                related)));
    }

    private void receive(int path, byte[] bytes, InetSocketAddress from, long now) {
        if (bytes[0] == AUDIO[0]) {
            agent.onMedia(path, from, now);
            heard++;
            return;
        }
        try {
            agent.onStun(path, StunMessage.parse(bytes, bytes.length), from, now);
        } catch (StunException e) {
            throw new AssertionError(e);
        }
    }

    /// Knows the other side, and begins.
    ///
    /// @param known which of its candidates, by type
    void start(SimulatedPhone other, boolean controlling, List<CandidateType> known) {
        make(other, controlling, known);
        agent.start(network.now());
    }

    /// The same in a call that had a way before.
    void startAgain(SimulatedPhone other, boolean controlling) {
        make(other, controlling, List.of(CandidateType.values()));
        agent.startAgain(network.now());
    }

    private void make(SimulatedPhone other, boolean controlling, List<CandidateType> known) {
        agent =
                new IceAgent(
                        Component.RTP,
                        candidates,
                        new IceParameters(
                                credentials,
                                other.credentials,
                                other.candidates.stream()
                                        .map(LocalCandidate::candidate)
                                        .filter(c -> known.contains(c.type()))
                                        .toList(),
                                false,
                                controlling),
                        random,
                        (path, datagram, to, now) -> network.send(paths.get(path), to, datagram),
                        this);
    }

    void start(SimulatedPhone other, boolean controlling) {
        start(other, controlling, List.of(CandidateType.values()));
    }

    /// Another millisecond.
    void tick() {
        if (network.now() >= agent.nextNanos()) {
            agent.onTime(network.now());
        }
        if (network.now() % (20 * SimulatedNetwork.MILLI) == 0) {
            way.ifPresent(w -> network.send(paths.get(w.path()), w.remote(), AUDIO));
        }
    }

    @Override
    public void onSelected(int path, InetSocketAddress remote, boolean relayed) {
        if (selectedAt < 0) {
            selectedAt = network.now() / SimulatedNetwork.MILLI;
        }
        way = Optional.of(new Way(path, remote));
    }

    @Override
    public void onSilence() {
        silences++;
    }

    @Override
    public void onLost() {
        lost++;
    }

    @Override
    public void onFailed() {
        failed++;
        way = Optional.empty();
    }

    IceAgent agent() {
        return agent;
    }

    InetSocketAddress address(int path) {
        return paths.get(path);
    }

    Optional<Way> way() {
        return way;
    }

    /// When it had its first way, in milliseconds; -1 for never.
    long selectedAt() {
        return selectedAt;
    }

    /// Packets of audio since the last question.
    int heard() {
        int count = heard;
        heard = 0;
        return count;
    }

    int silences() {
        return silences;
    }

    int lost() {
        return lost;
    }

    int failed() {
        return failed;
    }
}
