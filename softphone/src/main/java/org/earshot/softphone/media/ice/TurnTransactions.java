package org.earshot.softphone.media.ice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.earshot.softphone.media.ice.StunMessage.Kind;

/// Requests that wait for an answer: repeated over UDP (RFC 8489 §6.2.1), signed, and signed again when the server wants it
/// (§9.2.5). Confined to the client's thread.
final class TurnTransactions {
    /// The RFC's 500 ms is too much for a caller who waits: four times the round trip of a far server is less.
    static final long FIRST_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /// Sent at 0, 0.25, 0.75, 1.75 and 3.75 s, and given up then.
    static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(7);

    /// The first 401, and nonces that are stale by the time we use them.
    private static final int MAX_CHALLENGES = 4;

    /// What a request is for. Answers are told once, and the last thing that happens in a call of [#onAnswer] or [#onTime].
    interface Task {
        /// The request without its credentials.
        StunMessage.Builder request(TransactionId id);

        /// @param asked when the request was first sent
        void onSuccess(StunMessage answer, long asked, long now);

        /// The server says no, and not for the credentials' sake; or it does so again.
        void onError(StunMessage answer, long now);

        /// It says nothing.
        void onTimeout(long now);
    }

    private static final class Transaction {
        final Task task;
        final TransactionId id;
        final int method;
        final byte[] bytes;
        final Optional<byte[]> key;
        final int challenges;
        final long asked;
        long interval;
        long next;

        Transaction(
                Task task,
                TransactionId id,
                byte[] bytes,
                Optional<byte[]> key,
                int challenges,
                long now) {
            this.task = task;
            this.id = id;
            this.method = StunWire.method(StunWire.unsignedShort(bytes, 0));
            this.bytes = bytes;
            this.key = key;
            this.challenges = challenges;
            this.asked = now;
        }
    }

    private final TurnCredentials credentials;
    private final boolean repeats;
    private final RandomGenerator random;
    private final Consumer<byte[]> output;
    private final List<Transaction> open = new ArrayList<>();
    private boolean ended;

    /// @param repeats whether packets get lost on the way to the server
    TurnTransactions(
            TurnCredentials credentials,
            boolean repeats,
            RandomGenerator random,
            Consumer<byte[]> output) {
        this.credentials = credentials;
        this.repeats = repeats;
        this.random = random;
        this.output = output;
    }

    /// Sends a request. Does nothing after [#end].
    void begin(Task task, long now) {
        begin(task, 0, now);
    }

    private void begin(Task task, int challenges, long now) {
        if (ended) {
            return;
        }
        TransactionId id = TransactionId.random(random);
        byte[] bytes = credentials.apply(task.request(id));
        Transaction transaction =
                new Transaction(task, id, bytes, credentials.key(), challenges, now);
        transaction.interval = repeats ? FIRST_INTERVAL_NANOS : LIMIT_NANOS;
        transaction.next = now + transaction.interval;
        open.add(transaction);
        output.accept(bytes);
    }

    /// Takes a response.
    ///
    /// @return whether it belongs to one of our requests and is signed as it must be; others don't count
    boolean onAnswer(StunMessage answer, long now) {
        for (int i = 0; i < open.size(); i++) {
            Transaction transaction = open.get(i);
            if (transaction.id.equals(answer.id()) && transaction.method == answer.method()) {
                return onAnswer(transaction, answer, now);
            }
        }
        return false;
    }

    private boolean onAnswer(Transaction transaction, StunMessage answer, long now) {
        boolean challenge =
                switch (answer.errorCode()) {
                    case 401, 438 -> answer.kind() == Kind.ERROR;
                    default -> false;
                };
        if (!challenge && !isTrusted(transaction, answer)) {
            return false;
        }
        open.remove(transaction);
        if (answer.kind() == Kind.SUCCESS) {
            transaction.task.onSuccess(answer, transaction.asked, now);
        } else if (challenge && isWorthARetry(transaction, answer) && credentials.learn(answer)) {
            begin(transaction.task, transaction.challenges + 1, now);
        } else {
            transaction.task.onError(answer, now);
        }
        return true;
    }

    // §9.2.5; an error may come unsigned where we had nothing yet to sign with
    private static boolean isTrusted(Transaction transaction, StunMessage answer) {
        return transaction.key.map(answer::isSignedWith).orElse(answer.kind() == Kind.ERROR);
    }

    // a 401 to what was signed is the end: the password is wrong
    private static boolean isWorthARetry(Transaction transaction, StunMessage answer) {
        return transaction.challenges < MAX_CHALLENGES
                && (answer.errorCode() == 438 || transaction.key.isEmpty());
    }

    void onTime(long now) {
        // a task may begin others, or end all
        for (Transaction transaction : open.toArray(Transaction[]::new)) {
            if (transaction.next <= now && open.contains(transaction)) {
                repeat(transaction, now);
            }
        }
    }

    private void repeat(Transaction transaction, long now) {
        long end = transaction.asked + LIMIT_NANOS;
        if (now >= end) {
            open.remove(transaction);
            transaction.task.onTimeout(now);
            return;
        }
        output.accept(transaction.bytes);
        transaction.interval *= 2;
        transaction.next = Math.min(now + transaction.interval, end);
    }

    /// When [#onTime] is due.
    long next() {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < open.size(); i++) {
            next = Math.min(next, open.get(i).next);
        }
        return next;
    }

    /// Forgets all, for good.
    void end() {
        ended = true;
        open.clear();
    }
}
