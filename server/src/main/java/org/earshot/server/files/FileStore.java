package org.earshot.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.key.SealedBox;
import org.earshot.common.limit.RateLimit;
import org.earshot.common.limit.TokenBucket;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent.FileKept.Fate;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.message.group.GroupStore;

/// Takes files, and gives them to those whom they are for. What became of each stands in the record. Thread-safe; each call may block.
public final class FileStore {
    private static final TokenBucket.Limit BEGUN = new TokenBucket.Limit(1, 60);

    /// Of the disk.
    static final String FULL = "the server's disk is full";

    private static final int MOST_RECIPIENTS = 64;
    private static final int REMEMBERED = 256;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Parts parts;
    private final FileRecord record;
    private final RateLimit<AccountId> rate;
    private final SecureRandom random = new SecureRandom();
    private final Map<FileId, Hashed> hashed = new Recent<>(REMEMBERED);
    private final Map<FileId, Refused> refused = new Recent<>(REMEMBERED);
    private final UntoldRefusals untold;

    /// What it is made of.
    ///
    /// @param quarantine holds back what inspectors object to
    /// @param content removes what nothing needs from the vault
    /// @param box seals the keys of files
    /// @param archive where a file is recorded before it can be fetched
    /// @param events what else happens, now or later
    /// @param inspectors all must agree
    public record Parts(
            FileTable table,
            FileVault vault,
            Quarantine quarantine,
            RecordedFiles content,
            SealedBox box,
            AccountStore accounts,
            GroupStore groups,
            Archive archive,
            EventBacklog events,
            List<ContentInspector> inspectors,
            FileLimits limits,
            InstantSource clock) {
        public Parts {
            inspectors = List.copyOf(inspectors);
        }
    }

    public FileStore(Parts parts) {
        this.parts = parts;
        this.record =
                new FileRecord(
                        parts.archive(), parts.events(), parts.clock(), parts.limits().recorded());
        this.rate = new RateLimit<>(BEGUN, parts.clock());
        this.untold = new UntoldRefusals(parts.clock());
    }

    /// The hash of the beginning of a file: what comes next need not read that again.
    private record Hashed(long length, MessageDigest digest) {}

    /// A file that is gone, and why: its sender may not have heard it, for an answer in the midst of a body may be lost with the connection.
    private record Refused(String owner, String reason) {}

    /// A file that was begun.
    record Begun(FileToken token, StoredFile file) {}

    /// Begins an upload.
    ///
    /// @throws FileRefusedException if it can't be
    Begun begin(Caller caller, Wanted wanted) throws FileRefusedException {
        if (!rate.tryTake(caller.account().id())) {
            throw new FileRefusedException(429, "too many files at once");
        }
        check(caller, wanted);
        if (parts.vault().room() < Chunks.sealedLength(wanted.size())) {
            throw new FileRefusedException(507, "the server's disk has no room for it");
        }
        Set<String> recipients = recipients(wanted.recipients());
        FileToken token = FileToken.random(random);
        FileId id = FileId.of(token);
        FileFacts facts =
                FileFacts.of(
                        FileNames.name(wanted.name()),
                        FileNames.type(wanted.type()),
                        wanted.sha256(),
                        random);
        Instant now = now();
        FileRow row =
                new FileRow(
                        id,
                        caller.address(),
                        wanted.size(),
                        false,
                        now,
                        now.plus(FileLimits.PATIENCE),
                        facts.seal(id, parts.box()));
        Optional<FileTable.Full> full = parts.table().add(row, recipients, parts.limits().room());
        if (full.isPresent()) {
            throw switch (full.get()) {
                case OWNER ->
                        new FileRefusedException(507, "your files take all the room you have");
                case ALL -> new FileRefusedException(507, "the store is full");
                case UNFINISHED -> new FileRefusedException(429, "too many files are not finished");
            };
        }
        return new Begun(token, new StoredFile(row, facts));
    }

    private void check(Caller caller, Wanted wanted) throws FileRefusedException {
        if (wanted.size() < 0) {
            throw new FileRefusedException(400, "size is not a number of bytes");
        }
        if (wanted.sha256().isPresent() && !SHA256.matcher(wanted.sha256().get()).matches()) {
            throw new FileRefusedException(400, "sha256 is not 64 lower-case hex digits");
        }
        Optional<String> objection = parts.limits().objection(wanted.name());
        if (objection.isPresent()) {
            record.refused(caller, wanted, objection.get());
            tellOf(caller, wanted, objection.get());
            throw new FileRefusedException(403, objection.get());
        }
        if (wanted.size() > parts.limits().largest()) {
            String reason =
                    "files of more than " + parts.limits().largest() + " bytes are not allowed";
            record.refused(caller, wanted, reason);
            tellOf(caller, wanted, reason);
            throw new FileRefusedException(413, reason);
        }
    }

    /// Whom it was for would wait for it in vain.
    private void tellOf(Caller caller, Wanted wanted, String reason) {
        List<String> parties =
                wanted.recipients().stream()
                        .limit(MOST_RECIPIENTS)
                        .flatMap(name -> Addresses.parse(name).stream())
                        .map(AddressOfRecord::toString)
                        .distinct()
                        .toList();
        refusedOffer(caller.account(), parties, wanted.name(), wanted.size(), reason);
    }

    /// A file was refused before any of it came, here or on its way from phone to phone. Keeps it to be told, and returns at once.
    ///
    /// @param parties whom it was for, as addresses; those who are nobody are left out when they are told
    /// @param name as its sender's phone says
    /// @param size bytes; -1 where nobody said
    public void refusedOffer(
            Account sender, List<String> parties, String name, long size, String reason) {
        untold.add(
                sender.id(),
                new RefusedFile(
                        FileId.of(FileToken.random(random)),
                        sender.address().toString(),
                        FileNames.name(name),
                        size,
                        parties,
                        reason));
    }

    private Set<String> recipients(List<String> named) throws FileRefusedException {
        if (named.size() > MOST_RECIPIENTS) {
            throw new FileRefusedException(400, "at most " + MOST_RECIPIENTS + " recipients");
        }
        Set<String> found = new LinkedHashSet<>();
        for (String name : named) {
            AddressOfRecord address =
                    Addresses.parse(name)
                            .orElseThrow(() ->
                                    new FileRefusedException(
                                            400, "a recipient is not sip:NAME@DOMAIN"));
            if (parts.accounts().find(address).isEmpty()
                    && parts.groups().find(address).isEmpty()) {
                throw new FileRefusedException(422, "nobody is " + address);
            }
            found.add(address.toString());
        }
        return found;
    }

    /// A file that somebody may know of: their own, or a whole one that is for them.
    ///
    /// @return empty for what is not there, and for what they may not know of
    Optional<StoredFile> find(Caller caller, FileId id) {
        return parts.table()
                .find(id)
                .filter(row -> row.expiresAt().isAfter(now()))
                .filter(row ->
                        isOwner(caller.address(), row)
                                || (row.whole() && isFor(caller.account().address(), row)))
                .flatMap(this::opened);
    }

    private Optional<StoredFile> opened(FileRow row) {
        return FileFacts.open(row, parts.box()).map(facts -> new StoredFile(row, facts));
    }

    private static boolean isOwner(String address, FileRow row) {
        return row.owner().equals(address);
    }

    private boolean isFor(AddressOfRecord who, FileRow row) {
        List<String> to = parts.table().parties(row.id());
        return to.contains(who.toString())
                || (!to.isEmpty()
                        && parts.groups().membershipsOf(who).keySet().stream()
                                .anyMatch(group -> to.contains(group.toString())));
    }

    /// How much there is of a file that is not whole.
    long offset(StoredFile file) throws IOException {
        return file.row().whole() ? file.row().size() : parts.vault().offset(file.row().id());
    }

    /// What became of writing.
    ///
    /// @param offset how much there is now; only whole chunks count
    /// @param file as it is now
    record Written(long offset, StoredFile file) {}

    /// Goes on with an upload.
    ///
    /// @param offset where the body belongs
    /// @param exact whether the size is known: then it is whole when it has that, else when the body ends
    /// @return how far it is; whole once everything that was to be done about that is done
    /// @throws FileRefusedException if it can't be; 409 where the offset is another
    /// @throws IOException if the body breaks off, or the folder can't be written: what came stays
    Written write(Caller caller, FileToken token, long offset, InputStream body, boolean exact)
            throws IOException, FileRefusedException {
        FileId id = FileId.of(token);
        StoredFile file = own(caller, id);
        try (PartialContent content = parts.vault().write(id, file.facts().key())) {
            if (own(caller, id).row().whole()) { // meanwhile
                throw new FileRefusedException(409, "the file is whole already");
            }
            requireOffset(content, offset);
            // Read, and so asked for, before what may take long: Java's HTTP client awaits "100
            // Continue" for five seconds, and takes one that
            // comes later for the answer.
            byte[] chunk = new byte[Chunks.PLAIN];
            int first = body.readNBytes(chunk, 0, chunk.length);
            MessageDigest digest = digest(id, content);
            requireOffset(content, offset);
            Copied copied = copy(file.row(), content, digest, chunk, first, body, exact);
            if (!copied.isEnd()) {
                return new Written(content.offset(), file);
            }
            StoredFile whole = complete(caller, file, token, content, copied);
            return new Written(whole.row().size(), whole);
        } catch (FileVault.BusyException e) {
            throw new FileRefusedException(409, "the file is being written already");
        }
    }

    private static void requireOffset(PartialContent content, long offset)
            throws FileRefusedException {
        if (content.offset() != offset) {
            throw new FileRefusedException(409, "the file goes on at " + content.offset());
        }
    }

    /// To be asked before the body is: an answer in its midst may be lost with the connection.
    ///
    /// @throws FileRefusedException if the disk does not take the rest of a file now
    void requireRoom(StoredFile file) throws IOException, FileRefusedException {
        if (parts.vault().room() < Chunks.sealedLength(file.row().size() - offset(file))) {
            throw new FileRefusedException(503, FULL);
        }
    }

    private StoredFile own(Caller caller, FileId id) throws FileRefusedException {
        StoredFile file =
                find(caller, id)
                        .filter(found -> isOwner(caller.address(), found.row()))
                        .orElseThrow(() -> new FileRefusedException(404, "there is no such file"));
        if (file.row().whole()) {
            throw new FileRefusedException(409, "the file is whole already");
        }
        return file;
    }

    /// The hash of what there is: remembered, or read again, by which it is also known whether the folder still has what it was given.
    private MessageDigest digest(FileId id, PartialContent content) throws IOException {
        Optional<Hashed> known;
        synchronized (hashed) {
            known = Optional.ofNullable(hashed.remove(id));
        }
        if (known.isPresent() && known.get().length() == content.offset()) {
            return known.get().digest();
        }
        MessageDigest digest = sha256();
        if (!content.digest(digest)) {
            digest.reset();
            content.digest(digest);
        }
        return digest;
    }

    /// @param size what there is with it
    /// @param digest of all of it
    private record Copied(boolean isEnd, long size, MessageDigest digest) {}

    /// @param chunk has the first bytes of the body
    /// @param first how many
    private Copied copy(
            FileRow row,
            PartialContent content,
            MessageDigest digest,
            byte[] chunk,
            int first,
            InputStream body,
            boolean exact)
            throws IOException, FileRefusedException {
        int count = first;
        try {
            while (true) {
                long size = content.offset() + count;
                if (size > row.size()) {
                    throw new FileRefusedException(413, "more came than was announced");
                }
                boolean last = exact ? size == row.size() : count < chunk.length;
                if (count == chunk.length) {
                    content.append(chunk, count);
                    digest.update(chunk);
                    if (!last) {
                        count = body.readNBytes(chunk, 0, chunk.length);
                        continue;
                    }
                    if (body.read() >= 0) {
                        throw new FileRefusedException(413, "more came than was announced");
                    }
                    return new Copied(true, size, copy(digest));
                }
                if (!last) {
                    return new Copied(false, size, digest); // the rest of a chunk: it comes again
                }
                MessageDigest all = copy(digest);
                all.update(chunk, 0, count);
                if (count > 0) {
                    content.append(chunk, count);
                }
                return new Copied(true, size, all);
            }
        } finally {
            content.force();
            synchronized (hashed) {
                hashed.put(row.id(), new Hashed(content.offset(), digest));
            }
        }
    }

    private StoredFile complete(
            Caller caller, StoredFile file, FileToken token, PartialContent content, Copied copied)
            throws IOException, FileRefusedException {
        FileId id = file.row().id();
        String sha256 = HexFormat.of().formatHex(copied.digest().digest());
        if (file.facts().sha256().filter(announced -> !announced.equals(sha256)).isPresent()) {
            forget(id);
            content.clear();
            throw new FileRefusedException(
                    422, "what came is not what was announced (SHA-256): begin again");
        }
        FileFacts facts = file.facts().withSha256(sha256);
        FileRow row =
                new FileRow(
                        id,
                        file.row().owner(),
                        copied.size(),
                        true,
                        file.row().createdAt(),
                        now().plus(parts.limits().keep()),
                        facts.seal(id, parts.box()));
        StoredFile whole = new StoredFile(row, facts);
        for (ContentInspector inspector : parts.inspectors()) {
            Optional<String> objection =
                    inspector.objection(facts.name(), content.whole(copied.size()));
            if (objection.isPresent()) {
                forget(id);
                throw refused(caller, whole, token, objection.get());
            }
        }
        Optional<ArchivePosition> copy = record.stored(caller, whole, to(id));
        if (!parts.table().complete(row, copy)) {
            throw new FileRefusedException(404, "the file was erased meanwhile");
        }
        forget(id);
        return whole;
    }

    /// Holds it back, or throws it away.
    private FileRefusedException refused(
            Caller caller, StoredFile whole, FileToken token, String objection)
            throws IOException, FileRefusedException {
        FileId id = whole.row().id();
        List<String> to = to(id);
        if (parts.quarantine().hold(caller, whole, token, to, objection)) {
            return new FileRefusedException(403, Quarantine.words(objection));
        }
        record.refused(caller, whole, to, objection);
        synchronized (refused) {
            refused.put(id, new Refused(caller.address(), objection));
        }
        parts.table().remove(id);
        parts.vault().remove(id);
        untold.add(
                caller.account().id(),
                new RefusedFile(
                        id,
                        caller.address(),
                        whole.facts().name(),
                        whole.row().size(),
                        to,
                        objection));
        return new FileRefusedException(403, objection);
    }

    /// Of files that are not held, the latest that this process refused are remembered.
    ///
    /// @throws FileRefusedException 403 with the reason, if it is a file of the caller's that is held back, or that was refused lately
    void requireNotRefused(Caller caller, FileId id) throws FileRefusedException {
        Optional<String> reason =
                parts.quarantine().reason(caller, id).or(() -> refusal(caller, id));
        if (reason.isPresent()) {
            throw new FileRefusedException(403, reason.get());
        }
    }

    /// Tells of files that were refused for what is in them since, and are not held back: their senders heard it as they sent them.
    ///
    /// @param teller tells those whom one was for, and says whether it could: else it hears the same again the next time
    public void tellRefused(Predicate<RefusedFile> teller) {
        untold.tell(teller);
    }

    private Optional<String> refusal(Caller owner, FileId id) {
        synchronized (refused) {
            return Optional.ofNullable(refused.get(id))
                    .filter(file -> file.owner().equals(owner.address()))
                    .map(Refused::reason);
        }
    }

    private List<String> to(FileId id) {
        return parts.table().parties(id);
    }

    private void forget(FileId id) {
        synchronized (hashed) {
            hashed.remove(id);
        }
    }

    /// The content of a whole file that somebody may fetch. To be closed.
    ///
    /// @throws IOException if the folder has not what the table says
    WholeContent content(StoredFile file) throws IOException {
        return parts.vault().read(file.row().id(), file.facts().key(), file.row().size());
    }

    /// Records that somebody fetches a file, once an hour, before they get any of it. Waits until that is safe.
    void fetched(Caller caller, StoredFile file) {
        record.fetched(caller, file);
    }

    /// Erases a file of the caller's, whole or not.
    ///
    /// @throws FileRefusedException 404
    void erase(Caller caller, FileId id) throws IOException, FileRefusedException {
        StoredFile file =
                find(caller, id)
                        .filter(found -> isOwner(caller.address(), found.row()))
                        .orElseThrow(() -> new FileRefusedException(404, "there is no such file"));
        List<String> to = to(id);
        if (parts.table().remove(id)) {
            if (file.row().whole()) {
                record.gone(Fate.ERASED, Optional.of(caller.sender()), file, to);
            }
            forget(id);
            parts.content().drop(id);
        }
    }

    /// Forgets one that is not whole and never will be; nothing if it is.
    void discard(StoredFile file) throws IOException {
        FileId id = file.row().id();
        if (parts.table().find(id).filter(row -> !row.whole()).isPresent()
                && parts.table().remove(id)) {
            forget(id);
            parts.vault().remove(id);
        }
    }

    /// Erases what is over, here and in the record; and content that belongs to nothing, as a crash may leave it.
    public void clean() throws IOException {
        for (FileRow row : parts.table().expired(now(), 1000)) {
            List<String> to = new ArrayList<>(to(row.id()));
            if (parts.table().remove(row.id())) {
                parts.content().drop(row.id());
                to.add(0, row.owner());
                Optional<StoredFile> file = opened(row).filter(_ -> row.whole());
                if (file.isPresent()) {
                    record.gone(Fate.EXPIRED, Optional.empty(), file.get(), to);
                }
            }
        }
        parts.quarantine().clean();
        for (FileId id : parts.vault().quietSince(now().minus(Duration.ofHours(1)))) {
            parts.content().drop(id);
        }
        parts.content().clean();
    }

    /// Lets the recipient of a text fetch the files that it names, as far as its sender may.
    void address(AddressOfRecord sender, String recipient, Set<FileToken> named) {
        for (FileToken token : named) {
            FileId id = FileId.of(token);
            Optional<FileRow> row = parts.table().find(id).filter(FileRow::whole);
            if (row.isEmpty()
                    || row.get().owner().equals(recipient)
                    || !(isOwner(sender.toString(), row.get()) || isFor(sender, row.get()))) {
                continue;
            }
            Optional<StoredFile> file = opened(row.get());
            if (file.isPresent() && parts.table().address(id, recipient)) {
                record.addressed(file.get(), sender.toString(), recipient);
            }
        }
    }

    /// Whether writing failed because the disk is full.
    boolean isFull(IOException failure) {
        return parts.vault().isFull(failure);
    }

    /// How much there is.
    public FileTable.Usage usage() {
        return parts.table().usage();
    }

    /// A body that must not come too slowly.
    InputStream paced(InputStream body) {
        return new PacedInput(body, parts.clock());
    }

    /// The most bytes that a file may have.
    long largest() {
        return parts.limits().largest();
    }

    private Instant now() {
        return parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of the JDK can be copied", e);
        }
    }
}
