package org.earshot.softphone.ui;

import java.awt.Component;
import java.awt.Dialog;
import java.awt.Graphics2D;
import java.awt.Window;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.JFrame;
import javax.swing.JList;
import javax.swing.SwingUtilities;
import org.earshot.softphone.contactfile.ContactFile;
import org.earshot.softphone.ua.AccountService;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ua.FileWay;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.JournalEntry;
import org.earshot.softphone.ua.Mailbox;
import org.earshot.softphone.ua.MessageKey;
import org.earshot.softphone.ua.NearbyPhone;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ua.NotingEnrolment;
import org.earshot.softphone.ua.NotingGroups;
import org.earshot.softphone.ua.NotingPhone;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;
import org.earshot.softphone.ui.account.LogInForm;
import org.earshot.softphone.ui.account.PictureDialog;
import org.earshot.softphone.ui.desktop.Look;
import org.earshot.softphone.ui.desktop.WindowSettings;
import org.earshot.softphone.ui.words.Names;
import org.slf4j.LoggerFactory;

/// Makes a picture of every screen of the window, with people and conversations that are made up: `bin/screenshots` runs it on a display for each look, scale and
/// language.
///
/// Arguments: the folder for the pictures, what their names end with, `light` or `dark`, and the language.
final class Screenshots {
    private static final int TRIES = 20;
    private static final String OWN = NotingChat.OWN;
    private static final String BOB = "sip:bob@example.org";
    private static final String CAROL = "sip:carol.miller@example.org";
    private static final String TEAM = "sip:design-team@example.org";

    private final NotingPhone phone = new NotingPhone();
    private final NotingPhone work = new NotingPhone();
    private final Path folder;
    private final String suffix;
    private int ids = 100;

    private Screenshots(Path folder, String suffix) {
        this.folder = folder;
        this.suffix = suffix;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        Locale language = Locale.forLanguageTag(arguments[3]);
        Locale.setDefault(language);
        int status = 1;
        try {
            new Screenshots(folder, arguments[1]).all("dark".equals(arguments[2]));
            status = 0;
        } catch (Exception e) {
            LoggerFactory.getLogger(Screenshots.class).error("the pictures can't be made", e);
        } finally {
            System.exit(status); // the event dispatch thread of a display ends only so
        }
    }

    /// What people write in the language of the window.
    private static String said(String english, String german) {
        return Locale.getDefault().getLanguage().equals("de") ? german : english;
    }

    private void all(boolean dark) throws Exception {
        WindowSettings settings = WindowSettings.ofThisRun();
        settings.put(Look.SETTING, (dark ? Look.DARK : Look.LIGHT).name());
        past();
        over();
        PhoneWindow.show(new Two(), settings, false, () -> {});
        picture("log-in");
        byLink();
        signUp();
        signUpByTheOrganisation();
        AbstractButton logIn = (AbstractButton) find("logIn");
        edt(() -> {
            logIn.doClick();
            return null;
        });
        phone.awaitSubscriber();
        phone.tell(new UserAgentEvent.Registered(OWN, Duration.ofHours(1)));
        phone.tell(
                new UserAgentEvent.NoticeChanged(
                        said(
                                "Messages may be reviewed by your organisation.",
                                "Nachrichten können von Ihrer Organisation geprüft werden.")));
        people();
        settle();
        picture("audio-check");
        press("checkDone");
        press("page-people");
        picture("people");
        importing();
        phone.tell(
                new UserAgentEvent.DirectChanged(
                        Optional.of(new InetSocketAddress("0.0.0.0", 5060)), Optional.empty(), ""));
        settle();
        press("showNearby");
        phone.tell(
                new UserAgentEvent.NearbyPhones(
                        List.of(
                                new NearbyPhone(
                                        said("Bob in the kitchen", "Bob in der Küche"),
                                        InetAddress.ofLiteral("192.168.7.3"),
                                        5060)),
                        false));
        dialogPicture("nearby");
        closeDialogs();
        phone.tell(
                new UserAgentEvent.MailboxChanged(
                        Optional.of(
                                new Mailbox(
                                        true,
                                        Optional.of("sip:mailbox@example.org"),
                                        2,
                                        3,
                                        1,
                                        0))));
        press("page-calls");
        picture("calls");
        press("page-chats");
        select("chats", TEAM);
        groups();
        picture("group");
        select("chats", BOB);
        phone.tell(new UserAgentEvent.Typing(BOB, BOB, true));
        picture("conversation");
        phone.tell(new UserAgentEvent.IncomingCall(new Id(60), CAROL, "Carol Miller"));
        picture("incoming-call");
        phone.tell(call(61, BOB, CallPhase.HELD, "SDES:AEAD_AES_256_GCM"));
        phone.tell(call(60, CAROL, CallPhase.ESTABLISHED, "SDES:AEAD_AES_256_GCM"));
        phone.tell(
                new UserAgentEvent.MediaReport(
                        new Id(60),
                        32,
                        0,
                        3,
                        40,
                        0,
                        0,
                        2,
                        0,
                        4.4,
                        500,
                        500,
                        0,
                        OptionalDouble.empty(),
                        "direct"));
        picture("call");
        quality();
        dialogsOfACall();
        press("popOut");
        picture("call-apart");
        press("popOut");
        phone.tell(call(60, CAROL, CallPhase.ENDED, "none"));
        phone.tell(call(61, BOB, CallPhase.ENDED, "none"));
        edt(() -> {
            ((javax.swing.JComponent) find("conversation-panel"))
                    .getActionMap()
                    .get("earshot-ctrl pressed F")
                    .actionPerformed(null);
            ((javax.swing.JTextField) find("findText")).setText(said("they", "sie"));
            return null;
        });
        untilFound();
        picture("find");
        press("findClose");
        files();
        picture("files");
        press("page-files");
        picture("files-page");
        press("page-settings");
        for (SettingsPages.Section section : SettingsPages.Section.values()) {
            edt(() -> {
                ((JList<?>) find("sections")).setSelectedValue(section, true);
                return null;
            });
            picture("settings-" + section.word());
            if (section == SettingsPages.Section.ACCOUNT) {
                modal("change-password", "changePassword");
                crop();
            }
        }
        press("page-chats");
        edt(() -> {
            ((javax.swing.JTextField) find("search")).setText(said("inv", "rech"));
            return null;
        });
        until(() -> ((JList<?>) find("hits")).getModel().getSize() > 2);
        picture("search");
        edt(() -> {
            ((javax.swing.JTextField) find("search")).setText("");
            return null;
        });
        manyFiles();
        small();
        press("page-settings");
        edt(() -> {
            ((JList<?>) find("sections")).setSelectedValue(SettingsPages.Section.ACCOUNT, true);
            return null;
        });
        press("addAccount");
        settle();
        edt(() -> {
            ((javax.swing.JTextField) find("address")).setText("al@work.example");
            return null;
        });
        press("logIn");
        work.awaitSubscriber();
        work.tell(new UserAgentEvent.Registered("sip:al@work.example", Duration.ofHours(1)));
        settle();
        work.tell(
                new UserAgentEvent.RegistrationFailed(
                        "sip:al@work.example",
                        "work.example does not answer",
                        Optional.of(Duration.ofSeconds(30))));
        settle();
        for (String page : List.of("chats", "calls", "people", "files")) {
            press("page-" + page);
            picture("empty-" + page);
        }
        work.tell(new UserAgentEvent.Registered("sip:al@work.example", Duration.ofHours(1)));
        work.tell(
                new UserAgentEvent.MessageReceived(
                        new Id(90),
                        written(
                                "sip:zoe@work.example",
                                said("Shall we begin?", "Fangen wir an?"))));
        phone.tell(
                new UserAgentEvent.MessageReceived(
                        new Id(91), written(BOB, said("One more thing.", "Noch etwas."))));
        settle();
        press("page-chats");
        picture("accounts");
    }

    private ChatMessage written(String author, String text) {
        return new ChatMessage(
                new MessageKey(OWN, author, "m" + ids++),
                false,
                author,
                text,
                Instant.now(),
                Delivery.DELIVERED,
                "");
    }

    private void importing() throws Exception {
        ContactFile.Preview preview =
                new ContactFile.Preview(
                        List.of(
                                new ContactFile.Found(
                                        "sip:greta@example.org", "Greta Lindqvist", false),
                                new ContactFile.Found(
                                        "sip:henry@partner.example", "Henry Moss", true)),
                        List.of(new ContactFile.Skipped("Ivy", 4, "no SIP address")));
        Component owner = find("page-people");
        SwingUtilities.invokeLater(() -> ContactImport.confirm(owner, phone.contacts(), preview));
        dialogPicture("import-contacts");
        closeDialogs();
    }

    /// A modal dialog that a button opens: the event thread goes on in it.
    private void modal(String name, String button) throws Exception {
        AbstractButton opens = (AbstractButton) find(button);
        SwingUtilities.invokeLater(opens::doClick);
        dialogPicture(name);
        closeDialogs();
    }

    private void dialogsOfACall() throws Exception {
        for (String item : List.of("keypad", "transfer", "compare")) {
            if (item.equals("compare")) {
                phone.tell(call(60, CAROL, CallPhase.ESTABLISHED, "DTLS:AEAD_AES_256_GCM"));
                phone.tell(
                        new UserAgentEvent.SecurityCode(
                                new Id(60),
                                "siniku jonusu datuzo jujamo tizaju sokupu dorilu",
                                false));
                settle();
            }
            press("more");
            settle();
            modal(item.equals("compare") ? "security-code" : item, item);
        }
        phone.tell(call(60, CAROL, CallPhase.ESTABLISHED, "SDES:AEAD_AES_256_GCM"));
        settle();
    }

    private void crop() throws Exception {
        BufferedImage photo = new BufferedImage(640, 400, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = photo.createGraphics();
        g.setPaint(
                new java.awt.GradientPaint(
                        0, 0, new java.awt.Color(0x6fb1d6), 0, 400, new java.awt.Color(0x2e6b3e)));
        g.fillRect(0, 0, 640, 400);
        g.setColor(new java.awt.Color(0xf2c14e));
        g.fillOval(250, 90, 150, 150);
        g.dispose();
        Path file = Files.createTempFile("photo", ".png");
        try {
            ImageIO.write(photo, "png", file.toFile());
            Component owner = find("choosePicture");
            SwingUtilities.invokeLater(() -> {
                var _ = PictureDialog.crop(owner, file);
            });
            dialogPicture("picture");
            closeDialogs();
        } finally {
            Files.delete(file);
        }
    }

    private void byLink() throws Exception {
        modal("by-link", "byLink");
    }

    private void signUpByTheOrganisation() throws Exception {
        AbstractButton create = (AbstractButton) find("createAccount");
        SwingUtilities.invokeLater(create::doClick);
        settle();
        edt(() -> {
            ((javax.swing.JTextField) find("newServer")).setText("organisation.example");
            return null;
        });
        press("enrolNext");
        settle();
        edt(() -> {
            ((javax.swing.JTextField) find("newName")).setText("alice");
            ((javax.swing.JTextField) find("newDisplayName")).setText("Alice Baker");
            ((javax.swing.JTextField) find("organisationPassword")).setText("at work");
            ((javax.swing.JTextField) find("newPassword")).setText("correct horse battery");
            return null;
        });
        dialogPicture("organisation-account");
        closeDialogs();
    }

    private void dialogPicture(String name) throws Exception {
        settle();
        for (Window window : Window.getWindows()) {
            if (window instanceof Dialog && window.isShowing()) {
                write(window, name + "-dialog");
            }
        }
    }

    private static void closeDialogs() throws Exception {
        edt(() -> {
            for (Window window : Window.getWindows()) {
                if (window instanceof Dialog && window.isShowing()) {
                    window.dispose();
                }
            }
            return null;
        });
        settle();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        for (int i = 0; !edt(condition); i++) {
            if (i == TRIES) {
                throw new IllegalStateException("it did not come");
            }
            settle();
        }
    }

    private void groups() throws Exception {
        press("members");
        settle();
        edt(() -> {
            ((JList<?>) find("groupMemberList")).setSelectedIndex(1);
            return null;
        });
        picture("group-members");
        press("closeGroup");
        press("newGroupButton");
        settle();
        edt(() -> {
            ((javax.swing.JTextField) find("groupName")).setText(said("Moving house", "Umzug"));
            ((javax.swing.JTextField) find("person")).setText("bob");
            ((javax.swing.JTextField) find("person")).postActionEvent();
            ((javax.swing.JTextField) find("person")).setText("carol");
            ((javax.swing.JTextField) find("person")).postActionEvent();
            return null;
        });
        picture("new-group");
        press("cancelGroup");
        settle();
    }

    /// The dialog is modal: the event thread goes on in it.
    private void signUp() throws Exception {
        AbstractButton create = (AbstractButton) find("createAccount");
        SwingUtilities.invokeLater(create::doClick);
        settle();
        edt(() -> {
            ((javax.swing.JTextField) find("newServer")).setText("example.org");
            return null;
        });
        picture("create-account");
        press("enrolNext");
        settle();
        edt(() -> {
            ((javax.swing.JTextField) find("newName")).setText("alice");
            ((javax.swing.JTextField) find("newDisplayName")).setText("Alice Baker");
            ((javax.swing.JTextField) find("newPassword")).setText("correct horse battery");
            return null;
        });
        picture("new-account");
        press("enrolCancel");
        settle();
    }

    /// The main account, and another one.
    private final class Two implements Accounts {
        @Override
        public List<Seat> seats() {
            return List.of(
                    new Seat(
                            (_, listener) -> {
                                phone.subscribe(listener);
                                return phone;
                            },
                            new LogInForm(Names.of(OWN), "", "", "tls", ""),
                            true));
        }

        @Override
        public Seat add() {
            return new Seat(
                    (_, listener) -> {
                        work.subscribe(listener);
                        return work;
                    },
                    LogInForm.empty(),
                    false);
        }

        @Override
        public void close(Seat seat) {}

        @Override
        public org.earshot.softphone.ua.Enrolment enrolment() {
            return new NotingEnrolment();
        }
    }

    /// Two minutes with a bad half of one.
    private void quality() throws Exception {
        for (int i = 0; i < 120; i++) {
            boolean bad = i > 60 && i < 90;
            phone.tell(
                    new UserAgentEvent.MediaReport(
                            new Id(60),
                            bad ? 180 + i % 7 * 10 : 32 + i % 5,
                            bad ? 4 + i % 5 : 0,
                            bad ? 20 + i % 11 : 3 + i % 3,
                            bad ? 120 : 40,
                            0,
                            0,
                            2,
                            0,
                            bad ? 2.9 : 4.4,
                            500,
                            500,
                            0,
                            OptionalDouble.of(23),
                            "direct"));
        }
        settle();
        press("qualityDots");
        picture("quality");
        for (Window window : Window.getWindows()) {
            if ("qualityWindow".equals(window.getName())) {
                edt(() -> {
                    window.dispose();
                    return null;
                });
            }
        }
    }

    private void past() {
        phone.groups()
                .put(
                        TEAM,
                        said("Design team", "Gestaltung"),
                        true,
                        NotingGroups.member(OWN, "Alice Baker", true),
                        NotingGroups.member(BOB, "Bob Baker", false),
                        NotingGroups.member(CAROL, "Carol Miller", true),
                        NotingGroups.member("sip:dave@example.org", "Dave Ångström", false));
        Instant now = Instant.now();
        write(
                TEAM,
                CAROL,
                said(
                        "The new drafts are at https://example.org/drafts – comments until Friday, please.",
                        "Die neuen Entwürfe liegen unter https://example.org/drafts – Anmerkungen bitte bis Freitag."),
                now.minusSeconds(7_400));
        write(
                TEAM,
                BOB,
                said(
                        "Looks good. Two questions on page 3, I'll call you.",
                        "Sieht gut aus. Zwei Fragen zu Seite 3, ich rufe an."),
                now.minusSeconds(7_200));
        write(TEAM, OWN, said("I'm in too.", "Ich bin auch dabei."), now.minusSeconds(7_100));
        write(
                CAROL,
                CAROL,
                said("Do you have a minute?", "Haben Sie eine Minute?"),
                now.minusSeconds(90_000));
        write(
                BOB,
                BOB,
                said(
                        "Good morning! Did the delivery come?",
                        "Guten Morgen! Ist die Lieferung gekommen?"),
                now.minusSeconds(88_000));
        write(
                BOB,
                OWN,
                said(
                        "Yes, at eight. All of it is there, and nothing is broken this time. I have put the papers on your desk, and the big box is in the cellar.",
                        "Ja, um acht. Alles ist da, und diesmal ist nichts zerbrochen. Die Papiere liegen auf Ihrem Tisch, und die große Kiste steht im Keller."),
                now.minusSeconds(87_500));
        write(
                BOB,
                OWN,
                said("The invoice is missing, though.", "Nur die Rechnung fehlt."),
                now.minusSeconds(3_000));
        write(BOB, BOB, said("I'll ask them.", "Ich frage nach."), now.minusSeconds(2_000));
        write(
                BOB,
                BOB,
                said("They send it today. ☺", "Sie kommt heute. ☺"),
                now.minusSeconds(1_900));
        write(BOB, OWN, said("Thank you!", "Danke!"), now.minusSeconds(60));
    }

    /// Calls and files of the days before.
    private void over() {
        Instant now = Instant.now();
        call(CAROL, true, JournalEntry.Outcome.MISSED, now.minusSeconds(5_000), 20);
        call(BOB, false, JournalEntry.Outcome.ANSWERED, now.minusSeconds(9_000), 254);
        call(
                "sip:dave@example.org",
                true,
                JournalEntry.Outcome.ANSWERED,
                now.minusSeconds(90_000),
                61);
        call(
                "sip:erin@partner.example",
                false,
                JournalEntry.Outcome.BUSY,
                now.minusSeconds(180_000),
                9);
        file(
                BOB,
                true,
                said("Invoice 2026-118.pdf", "Rechnung 2026-118.pdf"),
                250_000,
                FilePhase.COMPLETE,
                now.minusSeconds(1_800));
        file(
                CAROL,
                false,
                said("Drafts, third version.odt", "Entwürfe, dritte Fassung.odt"),
                1_480_000,
                FilePhase.COMPLETE,
                now.minusSeconds(86_000));
        file(
                "sip:dave@example.org",
                true,
                "setup.exe",
                8_000_000,
                FilePhase.BLOCKED,
                now.minusSeconds(170_000));
    }

    private void call(
            String peer, boolean incoming, JournalEntry.Outcome how, Instant began, int seconds) {
        boolean talked = how == JournalEntry.Outcome.ANSWERED;
        var _ =
                phone.journalStore()
                        .write(
                                "",
                                new JournalEntry.PastCall(
                                        "call-" + ids++,
                                        peer,
                                        "",
                                        incoming,
                                        began,
                                        talked ? Optional.of(began) : Optional.empty(),
                                        began.plusSeconds(seconds),
                                        how,
                                        "",
                                        talked ? "SDES:AEAD_AES_256_GCM" : ""));
    }

    private void file(
            String peer, boolean incoming, String name, long size, FilePhase how, Instant at) {
        var _ =
                phone.journalStore()
                        .write(
                                "",
                                new JournalEntry.PastFile(
                                        "file-" + ids++,
                                        peer,
                                        incoming,
                                        name,
                                        size,
                                        "",
                                        how,
                                        "",
                                        at,
                                        Optional.empty()));
    }

    private void write(String conversation, String author, String text, Instant at) {
        boolean mine = author.equals(OWN);
        phone.chat()
                .keep(
                        new ChatMessage(
                                new MessageKey(OWN, conversation, "m" + ids++),
                                mine,
                                author,
                                text,
                                at,
                                mine && at.isBefore(Instant.now().minusSeconds(600))
                                        ? Delivery.DISPLAYED
                                        : Delivery.DELIVERED,
                                ""));
    }

    private void people() {
        phone.account()
                .directoryIs(
                        person(OWN, "Alice Baker"),
                        person(BOB, "Bob Baker"),
                        person("sip:frank@example.org", "Frank Óngaro"),
                        person("sip:greta@example.org", "Greta Lindqvist"));
        List<Contact> contacts =
                List.of(
                        new Contact(BOB, "Bob Baker"),
                        new Contact(CAROL, "Carol Miller"),
                        new Contact("sip:dave@example.org", "Dave Ångström"),
                        new Contact("sip:erin@partner.example", ""));
        phone.tell(
                new UserAgentEvent.ContactsChanged(
                        contacts, org.earshot.softphone.ua.ContactsState.LOCAL));
        phone.tell(new UserAgentEvent.PresenceChanged(BOB, Availability.AVAILABLE, ""));
        phone.tell(
                new UserAgentEvent.PresenceChanged(
                        CAROL, Availability.ON_THE_PHONE, "back at three"));
        phone.tell(
                new UserAgentEvent.PresenceChanged(
                        "sip:dave@example.org", Availability.OFFLINE, ""));
    }

    private static AccountService.Person person(String address, String name) {
        return new AccountService.Person(address, name, Optional.empty());
    }

    private void files() {
        for (int i = 0; i < 2; i++) {
            phone.tell(
                    new UserAgentEvent.FileChanged(
                            new Id(70 + i),
                            BOB,
                            true,
                            i == 0 ? "invoice.pdf" : "photos.zip",
                            i == 0 ? 250_000 : 25_000_000,
                            i == 0
                                    ? UserAgentEvent.FilePhase.OFFERED
                                    : UserAgentEvent.FilePhase.PROGRESS,
                            i == 0 ? 0 : 10_000_000,
                            "",
                            "",
                            i == 0 ? OptionalLong.empty() : OptionalLong.of(2_500_000),
                            i == 0 ? OptionalLong.empty() : OptionalLong.of(6),
                            Optional.empty(),
                            Optional.of(FileWay.DIRECT)));
        }
    }

    /// More than there is room for, one in each state; then some of them are over, and their cards are those of the next ones.
    private void manyFiles() throws Exception {
        String[] names = {
            "Annual report, final version with all of the comments and figures.pdf",
            "photos of the new building.zip",
            "minutes.odt",
            "plan.dwg",
            "budget.ods",
            "talk.mp4",
            "letter.pdf",
            "speech.opus"
        };
        for (int i = 0; i < names.length; i++) {
            FilePhase phase =
                    switch (i % 4) {
                        case 0 -> FilePhase.OFFERED;
                        case 1 -> FilePhase.PROGRESS;
                        case 2 -> FilePhase.PAUSED;
                        default -> FilePhase.PROGRESS;
                    };
            phone.tell(state(80 + i, i % 4 != 3, names[i], phase));
        }
        settle();
        press("page-files");
        picture("files-page-many");
        press("page-chats");
        picture("files-many");
        over(70, 71, 80, 81, 82);
        settle();
        press("page-files");
        picture("files-page-later");
        press("page-chats");
        picture("files-later");
    }

    private void over(int... over) {
        for (int id : over) {
            phone.tell(
                    state(
                            id,
                            true,
                            "file " + id,
                            id % 2 == 0 ? FilePhase.COMPLETE : FilePhase.CANCELLED));
        }
    }

    private static UserAgentEvent.FileChanged state(
            int id, boolean incoming, String name, FilePhase phase) {
        boolean goes = phase == FilePhase.PROGRESS;
        return new UserAgentEvent.FileChanged(
                new Id(id),
                id % 3 == 0 ? CAROL : BOB,
                incoming,
                name,
                (id - 69) * 3_456_789L,
                phase,
                phase == FilePhase.OFFERED ? 0 : (id - 69) * 1_234_567L,
                "",
                "",
                goes ? OptionalLong.of(1_740_000) : OptionalLong.empty(),
                goes ? OptionalLong.of(95) : OptionalLong.empty(),
                Optional.empty(),
                Optional.of(id % 2 == 0 ? FileWay.DIRECT : FileWay.RELAY));
    }

    /// As small as the window may be.
    private void small() throws Exception {
        JFrame frame = (JFrame) SwingUtilities.getWindowAncestor(find("page-chats"));
        java.awt.Dimension before = edt(frame::getSize);
        size(frame, new java.awt.Dimension(720, 480));
        picture("small-files");
        press("page-files");
        picture("small-files-page");
        press("page-chats");
        phone.tell(new UserAgentEvent.IncomingCall(new Id(62), CAROL, "Carol Miller"));
        picture("small-incoming-call");
        phone.tell(call(62, CAROL, CallPhase.ESTABLISHED, "SDES:AEAD_AES_256_GCM"));
        picture("small-call");
        phone.tell(call(62, CAROL, CallPhase.ENDED, "none"));
        over(83, 84, 85, 86, 87);
        picture("small-conversation");
        press("page-settings");
        for (SettingsPages.Section section : SettingsPages.Section.values()) {
            edt(() -> {
                ((JList<?>) find("sections")).setSelectedValue(section, true);
                return null;
            });
            picture("small-settings-" + section.word());
        }
        size(frame, before);
    }

    private static void size(JFrame frame, java.awt.Dimension size) throws Exception {
        edt(() -> {
            frame.setSize(size);
            return null;
        });
        settle();
    }

    private static UserAgentEvent.CallChanged call(
            int id, String peer, CallPhase phase, String encryption) {
        return new UserAgentEvent.CallChanged(
                new Id(id),
                phase,
                peer,
                true,
                "",
                false,
                false,
                Optional.of("opus"),
                Optional.of(encryption));
    }

    private void press(String name) throws Exception {
        AbstractButton button = (AbstractButton) find(name);
        edt(() -> {
            button.doClick();
            return null;
        });
    }

    private void select(String list, String uri) throws Exception {
        settle();
        edt(() -> {
            ((JList<?>) find(list)).setSelectedValue(uri, true);
            return null;
        });
    }

    private void picture(String name) throws Exception {
        settle();
        List<Window> shown = new ArrayList<>();
        edt(() -> {
            Arrays.stream(Window.getWindows()).filter(Window::isShowing).forEach(shown::add);
            return null;
        });
        for (Window window : shown) {
            if (window instanceof JFrame frame) {
                write(
                        frame.getContentPane(),
                        "callWindow".equals(frame.getName()) ? name + "-window" : name);
            } else if ("callNotice".equals(window.getName())) {
                write(window, "call-notice");
            } else if (window instanceof Dialog) {
                write(window, name + "-dialog");
            }
        }
    }

    /// At the scale of the display.
    private void write(Component component, String name) throws Exception {
        double scale = component.getGraphicsConfiguration().getDefaultTransform().getScaleX();
        BufferedImage image =
                edt(() -> {
                    BufferedImage made =
                            new BufferedImage(
                                    (int) (component.getWidth() * scale),
                                    (int) (component.getHeight() * scale),
                                    BufferedImage.TYPE_INT_RGB);
                    Graphics2D g = made.createGraphics();
                    g.scale(scale, scale);
                    component.paint(g);
                    g.dispose();
                    return made;
                });
        Path file = folder.resolve(name + suffix + ".png");
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("no PNG can be written");
        }
        System.out.println(file + " " + image.getWidth() + "x" + image.getHeight());
    }

    private static Component find(String name) throws Exception {
        return edt(() ->
                Arrays.stream(Window.getWindows())
                        .filter(Window::isShowing)
                        .flatMap(window -> named(window, name).stream())
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no " + name)));
    }

    private static Optional<Component> named(Component root, String name) {
        if (name.equals(root.getName())) {
            return Optional.of(root);
        }
        if (root instanceof java.awt.Container container) {
            return Arrays.stream(container.getComponents())
                    .flatMap(child -> named(child, name).stream())
                    .findFirst();
        }
        return Optional.empty();
    }

    /// Until the strip says how many hits there are: it looks when nobody types any more.
    private static void untilFound() throws Exception {
        javax.swing.JLabel count = (javax.swing.JLabel) find("findCount");
        for (int i = 0; edt(count::getText).isBlank(); i++) {
            if (i == TRIES) {
                throw new IllegalStateException("nothing was found");
            }
            settle();
        }
    }

    /// Until nothing is left to be shown: an empty queue some times in a row.
    private static void settle() throws Exception {
        for (int i = 0; i < 12; i++) {
            edt(() -> null);
            Thread.sleep(40);
        }
    }

    private static <T> T edt(Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        if (SwingUtilities.isEventDispatchThread()) {
            future.run();
        } else {
            SwingUtilities.invokeLater(future);
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
