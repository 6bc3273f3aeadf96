package org.earshot.softphone.media.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Asks STUN servers under what addresses they see our sockets (RFC 8489 §2, RFC 8445 §5.1.1.2). Pure, and confined to one thread.
public final class ReflexiveSearch {
    private static final long[] AGAIN_AFTER = {100_000_000L, 200_000_000L, 300_000_000L};

    /// What it finds.
    public interface Listener {
        /// A server sees a socket at this address.
        void onFound(int path, InetSocketAddress mapped);
    }

    private final RandomGenerator random;
    private final IceAgent.Output output;
    private final Listener listener;
    private final List<Question> open = new ArrayList<>();

    private static final class Question {
        private final int path;
        private final InetSocketAddress server;
        private final TransactionId id;
        private int repeated;
        private long dueNanos;

        Question(int path, InetSocketAddress server, TransactionId id, long now) {
            this.path = path;
            this.server = server;
            this.id = id;
            this.dueNanos = now + AGAIN_AFTER[0];
        }
    }

    /// @param random one that can't be foretold: who could guess a transaction could answer it
    public ReflexiveSearch(RandomGenerator random, IceAgent.Output output, Listener listener) {
        this.random = random;
        this.output = output;
        this.listener = listener;
    }

    /// Asks a server, unless it is of another IP version than the socket.
    ///
    /// @param local of the socket
    /// @param server resolved
    public void ask(int path, InetSocketAddress local, InetSocketAddress server, long now) {
        if (IpVersion.isSame(local.getAddress(), server.getAddress())) {
            Question question = new Question(path, server, TransactionId.random(random), now);
            open.add(question);
            send(question, now);
        }
    }

    private void send(Question question, long now) {
        output.send(
                question.path,
                StunMessage.request(StunMessage.BINDING, question.id).unsigned(),
                question.server,
                now);
    }

    /// Whether nothing is awaited any more.
    public boolean isDone() {
        return open.isEmpty();
    }

    /// Takes an answer.
    ///
    /// @return whether it was one to a question of ours
    public boolean onStun(int path, StunMessage message, InetSocketAddress from) {
        for (Question question : open) {
            if (question.path == path
                    && question.id.equals(message.id())
                    && question.server.equals(from)
                    && message.kind() != StunMessage.Kind.REQUEST) {
                open.remove(question);
                message.address(StunMessage.XOR_MAPPED_ADDRESS)
                        .or(() -> message.address(StunMessage.MAPPED_ADDRESS))
                        .filter(_ -> message.kind() == StunMessage.Kind.SUCCESS)
                        .ifPresent(mapped -> listener.onFound(path, mapped));
                return true;
            }
        }
        return false;
    }

    /// Time has passed: asks again, three times in all, and gives up after 0.6 seconds.
    public void onTime(long now) {
        open.removeIf(question -> {
            if (now - question.dueNanos < 0) {
                return false;
            }
            question.repeated++;
            if (question.repeated == AGAIN_AFTER.length) {
                return true;
            }
            question.dueNanos = now + AGAIN_AFTER[question.repeated];
            send(question, now);
            return false;
        });
    }
}
