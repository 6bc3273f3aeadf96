package org.earshot.proxy.channel;

import java.util.Optional;
import java.util.Set;
import javax.sip.message.Message;
import javax.sip.message.Request;
import org.earshot.common.file.ExecutableNames;
import org.earshot.proxy.archive.ClaimedFile;

/// What an administrator lets phones send each other as files (RFC 5547). Names and sizes are what the phones say, and no more is known of what goes
/// past the server. Pure.
///
/// @param storeOnly whether files go by the server's store alone, where their content is looked at
/// @param largest bytes
/// @param endings of names that are refused, in lower case and without a dot
public record FileRules(boolean storeOnly, long largest, Set<String> endings) {
    /// Whatever they like.
    public static final FileRules NONE = new FileRules(false, Long.MAX_VALUE, Set.of());

    /// Whoever sets that, or more, sets no limit.
    private static final long ANY = 1L << 50;

    static final String STORE = "files go by the file store of this server alone";

    public FileRules {
        endings = Set.copyOf(endings);
    }

    /// What is wrong with the first file of which something is, in an offer or an answer: 488 where it may go another way, 403 where it may not; never throws.
    public Optional<Refusal> refusal(Message message) {
        return OfferedChannel.sessions(message).stream()
                .flatMap(OfferedFiles::all)
                .flatMap(offered -> refusal(offered, isOffer(message) && offered.lives()).stream())
                .findFirst();
    }

    /// A file that is refused whichever way it goes.
    ///
    /// @param words why, for people
    public record Forbidden(ClaimedFile file, String words) {}

    /// The first one that somebody offers to send; never throws.
    public Optional<Forbidden> forbidden(Request offer) {
        return OfferedChannel.sessions(offer).stream()
                .flatMap(OfferedFiles::all)
                .filter(offered -> offered.lives() && !offered.asked())
                .flatMap(offered ->
                        forbidden(offered, true)
                                .map(why -> new Forbidden(offered.file(), why.words()))
                                .stream())
                .findFirst();
    }

    private static boolean isOffer(Message message) {
        return message instanceof Request;
    }

    /// What is not allowed at all is not sent round by the store either.
    ///
    /// @param sized whether its size has to be said: an answer to who has said it need not say it again
    private Optional<Refusal> refusal(OfferedFiles.Offered offered, boolean sized) {
        Optional<Refusal> forbidden = forbidden(offered, sized);
        return forbidden.isPresent() || !storeOnly
                ? forbidden
                : Optional.of(Refusal.notAcceptable(STORE));
    }

    private Optional<Refusal> forbidden(OfferedFiles.Offered offered, boolean sized) {
        return ExecutableNames.objection(offered.file().name(), endings)
                .or(() -> ofSize(offered.file(), sized))
                .map(Refusal::forbidden);
    }

    /// Who keeps the size back would pass any limit. Where all goes by the store, that counts what comes.
    private Optional<String> ofSize(ClaimedFile file, boolean sized) {
        if (file.size().orElse(0) > largest) {
            return Optional.of("files above " + largest + " bytes are not allowed");
        }
        return file.size().isEmpty() && sized && largest < ANY && !storeOnly
                ? Optional.of("files of which no size is said are not allowed")
                : Optional.empty();
    }
}
