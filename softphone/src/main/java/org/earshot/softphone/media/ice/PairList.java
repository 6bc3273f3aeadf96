package org.earshot.softphone.media.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.media.ice.CandidatePair.State;

/// The ways that may work, the preferred first (RFC 8445 §6.1.2, "check list").
final class PairList {
    private static final int MOST = 100;

    /// With what checks of the other side have shown.
    private static final int MOST_WITH_LEARNT = 200;

    private final List<LocalCandidate> locals;
    private final Role role;
    private final List<CandidatePair> pairs = new ArrayList<>();

    PairList(List<LocalCandidate> locals, List<IceCandidate> remotes, Role role) {
        this.locals = List.copyOf(locals);
        this.role = role;
        for (LocalCandidate local : locals) {
            if (local.isBase()) {
                remotes.forEach(remote -> form(local, remote));
            }
        }
        sort();
        if (pairs.size() > MOST) {
            pairs.subList(MOST, pairs.size()).clear();
        }
    }

    private void form(LocalCandidate local, IceCandidate remote) {
        boolean alike =
                IpVersion.isSame(
                        local.candidate().address().getAddress(), remote.address().getAddress());
        if (alike && find(local.path(), remote.address()).isEmpty()) {
            pairs.add(
                    new CandidatePair(
                            local,
                            remote.address(),
                            remote.priority(),
                            remote.type() == CandidateType.RELAYED));
        }
    }

    /// In the order of priority, which depends on the role.
    void sort() {
        pairs.sort(
                Comparator.comparingLong(
                                (CandidatePair pair) -> pair.priority(role.isControlling()))
                        .reversed());
    }

    /// The preferred first.
    List<CandidatePair> all() {
        return pairs;
    }

    Optional<CandidatePair> find(int path, InetSocketAddress remote) {
        return pairs.stream().filter(pair -> pair.is(path, remote)).findFirst();
    }

    /// Adds an address that a check came from, and that we were not told (RFC 8445 §7.3.1.3).
    ///
    /// @param priority that the check names
    /// @return empty: there are too many
    Optional<CandidatePair> learn(int path, InetSocketAddress from, int priority) {
        if (pairs.size() >= MOST_WITH_LEARNT) {
            return Optional.empty();
        }
        Optional<LocalCandidate> base =
                locals.stream().filter(local -> local.path() == path && local.isBase()).findFirst();
        Optional<CandidatePair> pair =
                base.map(local -> new CandidatePair(local, from, Math.max(1, priority), false));
        pair.ifPresent(pairs::add);
        sort();
        return pair;
    }

    Optional<CandidatePair> firstWaiting() {
        return pairs.stream().filter(pair -> pair.state() == State.WAITING).findFirst();
    }

    Optional<CandidatePair> firstValid() {
        return pairs.stream().filter(CandidatePair::isValid).findFirst();
    }

    /// Whether one may yet turn out to work that is preferred to another.
    boolean betterIsOpen(CandidatePair than) {
        for (CandidatePair pair : pairs) {
            if (pair.equals(than)) {
                return false;
            }
            if (pair.state() != State.FAILED) {
                return true;
            }
        }
        return false;
    }

    boolean haveAllFailed() {
        return pairs.stream().allMatch(pair -> pair.state() == State.FAILED);
    }

    /// What is under way is not awaited any more.
    void settle() {
        for (CandidatePair pair : pairs) {
            if (pair.state() == State.IN_PROGRESS) {
                pair.state(State.WAITING);
            }
        }
    }
}
