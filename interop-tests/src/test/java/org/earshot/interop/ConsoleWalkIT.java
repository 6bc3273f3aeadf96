package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.interop.ConsoleHouse.MARKUP;
import static org.earshot.interop.ConsoleHouse.WRITTEN;
import static org.earshot.interop.ConsoleSteps.go;
import static org.earshot.interop.ConsoleSteps.press;
import static org.earshot.interop.ConsoleSteps.pressIn;
import static org.earshot.interop.ConsoleSteps.quoted;
import static org.earshot.interop.ConsoleSteps.send;
import static org.earshot.interop.ConsoleSteps.shows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.earshot.common.key.TrustedCertificates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// Every page of the console in every role, its dialogs, and the end of a session, in a real browser; one server and one browser for all.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleWalkIT {
    /// What only officers may, besides what shows what was written.
    private static final Set<String> FOR_OFFICERS =
            Set.of(
                    "POST /archive/read",
                    "POST /holds",
                    "POST /holds/{name}/lift",
                    "PUT /retention/{class}",
                    "GET /reviews",
                    "POST /reviews/{item}/read",
                    "POST /reviews/{item}/take",
                    "POST /reviews/{item}/assign",
                    "POST /reviews/{item}/close",
                    "POST /reviews/verify",
                    "GET /recusals",
                    "GET /lexicon",
                    "GET /lexicon/{rule}",
                    "POST /lexicon",
                    "PATCH /lexicon/{rule}",
                    "POST /lexicon/{rule}/test",
                    "POST /recusals",
                    "DELETE /lexicon/{rule}",
                    "POST /accounts/{name}/anonymise",
                    "POST /accounts/{name}/history-release",
                    "POST /groups/{name}/release",
                    "POST /people",
                    "DELETE /people/{name}",
                    "PUT /people/{name}/password",
                    "POST /quarantine/fetch");

    /// What looks by POST, and tokens of one's own.
    private static final Set<String> FOR_AUDITORS_TOO =
            Set.of(
                    "POST /archive/search",
                    "POST /archive/verify",
                    "POST /archive/export",
                    "POST /accounts/export",
                    "POST /configuration/try",
                    "POST /lexicon/{rule}/test",
                    "POST /ldap/check",
                    "POST /ldap/test",
                    "POST /reviews/verify",
                    "POST /tokens",
                    "DELETE /tokens/{id}");

    private ConsoleHouse house;
    private Optional<ConsoleAxe> axe = Optional.empty();
    private Chromium.Page administrator;
    private Chromium.Page officer;
    private Chromium.Page auditor;

    @BeforeAll
    void open() throws Exception {
        axe = ConsoleAxe.find();
        house = ConsoleHouse.open();
        administrator = house.of("adam");
        officer = house.of("olga");
        auditor = house.of("ines");
    }

    @AfterAll
    void close() {
        if (house != null) {
            house.close();
        }
    }

    @Test
    @Order(1)
    void eachRoleSeesItsPagesAndNoMarkupOfOthersBecomesAPart() throws Exception {
        ConsoleTour olgas = tour(officer, "officer");
        ConsoleTour adams = tour(administrator, "administrator");
        ConsoleTour ines = tour(auditor, "auditor");
        for (ConsoleTour tour : new ConsoleTour[] {adams, olgas, ines}) {
            assertThat(tour.text("people")).contains("bob " + MARKUP, "erin " + MARKUP);
            assertThat(tour.text("people, Groups")).contains("team " + MARKUP);
            assertThat(tour.text("people, Closed")).contains("leaver " + MARKUP);
            assertThat(tour.text("phones")).contains("x/1 (" + MARKUP + ")");
            assertThat(tour.text("calls")).contains("carol@127.0.0.1");
            assertThat(tour.text("routing")).contains(MARKUP);
            assertThat(tour.text("security")).contains(MARKUP);
            assertThat(tour.text("security, Held files")).contains(MARKUP + ".dat");
        }
        assertThat(adams.buttons("people")).contains("New person", "Import CSV", "Phone", "Delete");
        assertThat(adams.buttons("people, Closed"))
                .contains("Open again", "Export")
                .doesNotContain("Anonymise");
        assertThat(olgas.buttons("people, Closed")).contains("Anonymise");
        assertThat(adams.places())
                .contains("compliance, Proof")
                .doesNotContain("compliance, Review");
        assertThat(adams.buttons()).doesNotContain("Place a hold", "Conversation", "Read");
        assertThat(adams.text("compliance"))
                .contains("What was written is for compliance officers");
        assertThat(olgas.buttons("compliance, Holds")).contains("Place a hold");
        assertThat(olgas.text("compliance, Review")).contains("contracts");
        assertThat(olgas.buttons("compliance, Review")).contains("Read", "Take");
        assertThat(olgas.buttons("security, Roles")).contains("New role");
        assertThat(ines.places()).containsExactlyInAnyOrderElementsOf(olgas.places());
        assertThat(ines.text("compliance, Review")).contains("contracts");
        assertThat(ines.buttons())
                .as("an auditor looks, and has tokens of her own")
                .contains("New token", "Verify now")
                .doesNotContain(
                        "New person",
                        "Import CSV",
                        "Delete",
                        "Open again",
                        "Export",
                        "End",
                        "Take",
                        "Apply",
                        "Place a hold",
                        "New role",
                        "Anonymise",
                        "Lift");

        // a call whose answer was markup, as a ladder
        go(auditor, "calls");
        auditor.await(
                "(() => { const a = document.querySelector('a.button[aria-label*=\"carol@\"]'); a?.click(); return !!a; })()",
                20);
        auditor.await("!!document.querySelector('svg.ladder .rung')", 20);
        auditor.await(
                "[...document.querySelectorAll('svg.ladder .label')].some(l => l.textContent.startsWith('486'))",
                20);
        assertThat(
                        auditor.evaluate(
                                        "window.owned === undefined && !document.querySelector('img[src=x]')")
                                .asBoolean())
                .isTrue();
    }

    /// Everywhere, and axe-core has nothing against what is there.
    private ConsoleTour tour(Chromium.Page page, String role) throws Exception {
        return ConsoleTour.of(
                page,
                place -> {
                    if (axe.isPresent()) {
                        axe.get().isContent(page, role + ": " + place);
                    }
                });
    }

    /// As if strangers had a hand in every text of every answer.
    @Test
    @Order(2)
    void nothingThatTheServerSaysBecomesMarkup() throws Exception {
        Chromium.Page page =
                house.beside(
                        officer, "http://" + house.server().address("console") + "/#/settings");
        page.await("!!document.querySelector('nav')", 30);
        ConsoleMarkup.begin(page);
        Set<String> read = new TreeSet<>();
        ConsoleTour.walk(
                page,
                place -> {
                    if (place.equals("live")) {
                        shows(page, "an alarm");
                    }
                    if (ConsoleMarkup.isText(page, place)) {
                        read.add(place);
                    }
                });
        assertThat(read)
                .as("where texts are that came from the server")
                .contains(
                        "calls",
                        "compliance, Review",
                        "live",
                        "people",
                        "people, Closed",
                        "people, Groups",
                        "phones",
                        "routing",
                        "security",
                        "security, Held files",
                        "security, Roles",
                        "security, What was done",
                        "settings",
                        "settings, Directory");
        new ConsoleAnswers(page).areText();
        page.close();
    }

    /// In the other language, on a phone, in the dark: all of it is there, nothing sticks out, and no word of English is left.
    @Test
    @Order(3)
    void everyPageIsGermanAndFitsAPhone() throws Exception {
        Chromium.Page page =
                house.beside(
                        officer, "http://" + house.server().address("console") + "/#/settings");
        page.await("!!document.querySelector('nav')", 30);
        page.evaluate("localStorage.setItem('earshot-language', 'de'); location.reload()");
        page.await(
                "document.documentElement?.lang === 'de' && !!document.querySelector('nav')", 30);
        page.size(360, 740, true);
        ConsoleOnAPhone.learn(page);
        ConsoleTour tour =
                ConsoleTour.of(
                        page,
                        place -> {
                            ConsoleOnAPhone.fits(page, place);
                            ConsoleOnAPhone.isGerman(page, place);
                        });
        assertThat(tour.places()).hasSizeGreaterThan(15);

        // what the server itself says: a warning, why a trunk is as it is, and a refusal
        assertThat(tour.text("live"))
                .contains("dialplan.emergencyTrunks: niemand kann Notrufnummern anrufen");
        assertThat(tour.text("routing")).contains("noch nicht gefragt");
        go(page, "people");
        press(page, "Neue Person");
        page.await("!!document.querySelector('dialog[open] form')", 20);
        send(page, "name", "bob", "password", "correct horse battery");
        shows(page, "bob@127.0.0.1 gibt es schon oder gab es: ein gelöschter Name bleibt vergeben");
        page.evaluate("localStorage.removeItem('earshot-language')");
        page.close();
    }

    /// Spreadsheets of Windows write the code page of the machine, unless one asks for more.
    @Test
    @Order(4)
    void aTableOfASpreadsheetKeepsItsUmlauts() throws Exception {
        go(administrator, "people");
        press(administrator, "Import CSV");
        for (String bytes :
                new String[] {
                    "77, 252, 108, 108, 101, 114", // Windows-1252
                    "77, 195, 188, 108, 108, 101, 114", // UTF-8
                    "255, 254, 77, 0, 252, 0, 108, 0, 108, 0, 101, 0, 114, 0" // UTF-16
                }) {
            administrator.await(
                    "(() => { const f = document.querySelector('dialog[open] input[type=file]'); if (!f) return false;"
                            + " const d = new DataTransfer(); d.items.add(new File([new Uint8Array(["
                            + bytes
                            + "])], 'people.csv')); f.files = d.files; f.dispatchEvent(new Event('change', { bubbles: true })); return true; })()",
                    20);
            administrator.await(
                    "document.querySelector('dialog[open] textarea').value === 'Müller'", 20);
            administrator.evaluate(
                    "(() => { const t = document.querySelector('dialog[open] textarea'); t.value = ''; t.dispatchEvent(new Event('input', { bubbles: true })); return true; })()");
        }
        press(administrator, "Cancel");
    }

    @Test
    @Order(5)
    void whatARoleMustNotIsAnswered403() throws Exception {
        Map<String, Integer> adams = ConsoleRequests.these(administrator, FOR_OFFICERS);
        assertThat(adams).hasSameSizeAs(FOR_OFFICERS);
        assertThat(adams).allSatisfy((request, status) -> assertThat(status).isEqualTo(403));
        for (String body :
                new String[] {
                    "/archive/search', '{\"page\":\"latest\",\"words\":\"zebrafinch\"}",
                    "/archive/search', '{\"page\":\"latest\",\"text\":true}",
                    "/archive/search', '{\"page\":\"latest\",\"context\":3}",
                    "/archive/export', '{\"content\":true}",
                    "/accounts/export', '{\"name\":\"bob\",\"content\":true}"
                }) {
            assertThat(posted(administrator, body)).as(body).isEqualTo(403);
            assertThat(posted(auditor, body)).as(body).isEqualTo(403);
        }

        Map<String, Integer> looked = new TreeMap<>(ConsoleRequests.all(auditor, true));
        Map<String, Integer> changed = new TreeMap<>(looked);
        changed.keySet().removeIf(one -> one.startsWith("GET ") || FOR_AUDITORS_TOO.contains(one));
        assertThat(changed).hasSizeGreaterThan(40);
        assertThat(changed).allSatisfy((request, status) -> assertThat(status).isEqualTo(403));
        looked.keySet().removeAll(changed.keySet());
        assertThat(looked).hasSizeGreaterThan(30);
        assertThat(looked).allSatisfy((request, status) -> assertThat(status).isNotIn(401, 403));
    }

    /// @param rest path and body, as two arguments in JavaScript
    private static int posted(Chromium.Page page, String rest) throws Exception {
        return page.evaluate(
                        "(async (path, body) => { const { csrf } = await (await fetch('/api/v1/session')).json(); const a = await fetch('/api/v1' + path, { method: 'POST', body, headers: { 'Content-Type': 'application/json', 'X-Earshot-CSRF': csrf } }); await a.arrayBuffer(); return a.status; })('"
                                + rest
                                + "')")
                .asInt();
    }

    /// Somebody with an account and no role: their phone's password opens nothing here.
    @Test
    @Order(6)
    void aUserWithoutARoleComesNowhere() throws Exception {
        Chromium.Page page = house.stranger();
        send(page, "name", "alice", "password", "pwalice", "code", "000000");
        shows(page, "name, password or code is wrong");
        page.evaluate("location.hash = '#/people'");
        assertThat(page.evaluate("!!document.querySelector('nav')").asBoolean()).isFalse();
        Map<String, Integer> statuses = ConsoleRequests.all(page, false);
        assertThat(statuses).hasSizeGreaterThan(70);
        assertThat(statuses).allSatisfy((request, status) -> assertThat(status).isEqualTo(401));
        page.close();
    }

    @Test
    @Order(7)
    void whatAnotherSiteSendsIsRefused() throws Exception {
        Map<String, Integer> statuses = ConsoleRequests.all(officer, false);
        statuses.keySet().removeIf(request -> request.startsWith("GET "));
        assertThat(statuses).hasSizeGreaterThan(50);
        assertThat(statuses).allSatisfy((request, status) -> assertThat(status).isEqualTo(403));

        // a form on a page of elsewhere, in the browser of who has logged in
        Chromium.Page elsewhere = house.beside(officer, "about:blank");
        elsewhere.evaluate(
                "(() => { const f = document.createElement('form'); f.method = 'post'; f.enctype = 'text/plain'; f.action = 'http://"
                        + house.server().address("console")
                        + "/api/v1/accounts'; const i = document.createElement('input'); i.name = '{\"name\":\"eve\",\"password\":\"a long password\",\"displayName\":\"'; i.value = '\"}'; f.append(i); document.body.append(f); f.submit(); })()");
        shows(elsewhere, "this request comes from another site");
        elsewhere.close();
        assertThat(house.ask("", "user", "list")).doesNotContain("eve");
    }

    @Test
    @Order(8)
    void aDeskPhoneIsSetUpByALinkThatServesOnce() throws Exception {
        go(administrator, "people");
        pressIn(administrator, "bob@127.0.0.1", "Phone");
        administrator.await("document.querySelectorAll('dialog[open] form').length === 2", 20);
        send(administrator, "label", "desk " + MARKUP, "phone", "baresip");
        shows(administrator, "Link to the file");
        String link =
                administrator
                        .evaluate("document.querySelector('dialog[open] pre').textContent")
                        .asText();
        press(administrator, "Close");
        administrator.await("!document.querySelector('dialog[open]')", 20);
        try (HttpClient client =
                HttpClient.newBuilder()
                        .sslContext(TrustedCertificates.fromPem(house.server().ca()).context())
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(link))
                            .timeout(Duration.ofSeconds(20))
                            .build();
            HttpResponse<String> first = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(first.body()).contains("sip:bob@127.0.0.1");
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .as("the second time")
                    .isBetween(400, 499);
        }
        // it is in the record, by whom
        go(administrator, "security");
        press(administrator, "What was done");
        shows(administrator, "device file");
    }

    @Test
    @Order(9)
    void whatIsKeptOfSomebodyIsGivenToThem() throws Exception {
        assertThat(exported(administrator, false)).containsKey("person.json");
        Map<String, String> whole = exported(officer, true);
        assertThat(whole).containsKeys("person.json", "archive/manifest.json");
        assertThat(whole.get("person.json")).contains("leaver");
    }

    /// The files of the export of somebody who has left, by the dialog.
    private Map<String, String> exported(Chromium.Page page, boolean mayHaveMessages)
            throws Exception {
        go(page, "people");
        press(page, "Closed");
        pressIn(page, "leaver@127.0.0.1", "Export");
        page.await("!!document.querySelector('dialog[open] form')", 20);
        assertThat(
                        page.evaluate(
                                        "!!document.querySelector('dialog[open] input[name=content]')")
                                .asBoolean())
                .isEqualTo(mayHaveMessages);
        if (mayHaveMessages) {
            page.evaluate("document.querySelector('dialog[open] input[name=content]').click()");
        }
        keepDownload(page);
        send(page);
        page.await("!document.querySelector('dialog[open]')", 30);
        return unzipped(downloaded(page, "leaver.zip"));
    }

    /// From now on what the page saves is kept for [#downloaded] and not written to a disk.
    private static void keepDownload(Chromium.Page page) throws Exception {
        page.evaluate(
                "(() => { window.saved = null; const make = URL.createObjectURL.bind(URL); URL.createObjectURL = blob => { window.saved = blob; return make(blob); };"
                        + " HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; }; })()");
    }

    private static byte[] downloaded(Chromium.Page page, String name) throws Exception {
        String base64 =
                page.await(
                                "window.saved && window.saved.arrayBuffer().then(b => btoa([...new Uint8Array(b)].map(c => String.fromCharCode(c)).join('')))",
                                20)
                        .asText();
        assertThat(page.evaluate("window.savedAs").asText()).isEqualTo(name);
        return Base64.getDecoder().decode(base64);
    }

    private static Map<String, String> unzipped(byte[] zip) throws Exception {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @Test
    @Order(10)
    void anOfficerAnonymisesWhoHasLeft() throws Exception {
        go(officer, "people");
        press(officer, "Closed");
        pressIn(officer, "leaver@127.0.0.1", "Anonymise");
        shows(officer, "Anonymise leaver for good?");
        // without a ground nothing is sent
        send(officer);
        assertThat(
                        officer.evaluate(
                                        "document.querySelector('dialog[open] input[name=ground]').validity.valueMissing")
                                .asBoolean())
                .isTrue();
        send(officer, "ground", "article 17 " + MARKUP);
        shows(officer, "leaver is left-");
        shows(officer, "Gone: ");
        shows(officer, "Record: ");
        press(officer, "Close");
        officer.await("!document.querySelector('dialog[open]')", 20);
        assertThat(house.ask("", "user", "closed")).doesNotContain("leaver");
    }

    @Test
    @Order(11)
    void anOfficerSearchesHoldsExportsReviewsAndProves() throws Exception {
        go(officer, "compliance");
        officer.await("!!document.querySelector('input[name=words]')", 20);
        // words are found a moment after the message is in the record
        officer.await(
                "(() => { if (document.body.innerText.includes('the zebrafinch contract')) return true;"
                        + " const f = document.forms[0]; f.elements.words.value = 'zebrafinch'; f.requestSubmit(); return false; })()",
                30);
        shows(officer, WRITTEN);
        keepDownload(officer);
        press(officer, "Export");
        shows(officer, "Exported. SHA-256 of manifest.json:");
        Path zip = house.lab().file("earshot-export.zip");
        Files.write(zip, downloaded(officer, "earshot-export.zip"));
        proven(zip);

        press(officer, "Conversation");
        officer.await("!!document.querySelector('.talk li.found')", 20);
        shows(officer, "alice@127.0.0.1");
        shows(officer, "afterwards, number 1");
        String last = "afterwards, number " + ConsoleHouse.WRITTEN_AFTERWARDS;
        assertThat(officer.evaluate("document.body.innerText.includes('" + last + "')").asBoolean())
                .isFalse();
        press(officer, "Later");
        shows(officer, last);
        press(officer, "Earlier");
        officer.await("!!document.querySelector('.talk li.found')", 20);
        press(officer, "Place a hold");
        officer.await("!!document.querySelector('dialog[open] form')", 20);
        send(officer, "name", "case-8", "reason", "a case " + MARKUP);
        shows(officer, "The hold is placed.");
        press(officer, "Holds");
        shows(officer, "a case " + MARKUP);

        press(officer, "Review");
        press(officer, "Take");
        officer.await(
                "(() => { const s = document.querySelector('main select'); s.value = ''; s.dispatchEvent(new Event('change', { bubbles: true })); return true; })()",
                20);
        shows(officer, "olga");
        press(officer, "Read");
        officer.await(
                "document.querySelector('dialog[open] pre')?.textContent.includes("
                        + quoted(WRITTEN)
                        + ")",
                20);
        send(officer, "disposition", "no-issue", "note", "a note");
        officer.await("!document.querySelector('dialog[open]')", 20);
        shows(officer, "closed");

        press(officer, "Proof");
        press(officer, "Verify now");
        shows(officer, "The record is intact");
        assertThat(officer.evaluate("window.owned === undefined").asBoolean()).isTrue();
    }

    /// By the verifier that shares no code with ours, against a copy of the anchors and a key that was noted before.
    private void proven(Path zip) throws Exception {
        String signer =
                new ObjectMapper()
                        .readTree(house.ask("", "status", "--json"))
                        .path("archiveSigner")
                        .asText();
        Path log = house.lab().file("verdict");
        Process python =
                new ProcessBuilder(
                                Lab.program("python3"),
                                Path.of(System.getProperty("earshot.home", ".."), "bin")
                                        .resolve("earshot-verify.py")
                                        .toString(),
                                "--export",
                                zip.toString(),
                                "--trust",
                                signer,
                                "--against",
                                house.server().data().resolve("anchors").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(python.waitFor()).as(Files.readString(log)).isZero();
        assertThat(log).content().startsWith("intact");
    }

    @Test
    @Order(12)
    void axeHasNothingAgainstTheLogInAndDialogsEither() throws Exception {
        ConsoleAxe examiner = ConsoleAxe.orSkip(axe);
        Chromium.Page page = house.stranger();
        examiner.isContent(page, "the log-in");
        page.close();
        go(administrator, "people");
        press(administrator, "Accounts");
        press(administrator, "New person");
        administrator.await("!!document.querySelector('dialog[open] form')", 20);
        examiner.isContent(administrator, "administrator: a dialog");
        press(administrator, "Cancel");
        go(officer, "security");
        press(officer, "Roles");
        press(officer, "New role");
        officer.await("!!document.querySelector('dialog[open] form')", 20);
        examiner.isContent(officer, "officer: a dialog");
        press(officer, "Cancel");
        go(auditor, "security");
        press(auditor, "API tokens");
        press(auditor, "New token");
        auditor.await("!!document.querySelector('dialog[open] form')", 20);
        examiner.isContent(auditor, "auditor: a dialog");
        press(auditor, "Cancel");
    }

    @Test
    @Order(13)
    void aNewLogInInAnotherTabDoesNotBreakThisOne() throws Exception {
        Chromium.Page one = house.of("kay");
        go(one, "people");
        Chromium.Page other =
                house.beside(one, "http://" + house.server().address("console") + "/#/live");
        other.await("!!document.querySelector('nav')", 30);
        press(other, "Log out");
        other.await("!!document.forms[0]?.elements.namedItem('code')", 20);
        house.logIn(other, "kay");
        press(one, "New person");
        one.await("!!document.querySelector('dialog[open] form')", 20);
        send(one, "name", "frida", "password", "correct horse battery");
        one.await("!document.querySelector('dialog[open]')", 20);
        shows(one, "frida@127.0.0.1");
        other.close();
    }

    @Test
    @Order(14)
    void oneTaskByTheKeyboardAlone() throws Exception {
        new ConsoleKeyboardWalk(house).of("paula");
    }

    @Test
    @Order(15)
    void aSessionEndsWhenNothingIsDone() throws Exception {
        go(administrator, "people");
        press(administrator, "Accounts");
        shows(administrator, "alice@127.0.0.1");
        house.sessionsLast("3s", "10h");
        administrator.await(
                "fetch('/api/v1/session', { headers: { 'X-Earshot-Automatic': 'yes' } }).then(a => a.status === 401)",
                30);
        // the next that is done says so
        press(administrator, "Groups");
        ended(administrator);
        assertThat(
                        administrator
                                .evaluate("document.forms[0].elements.namedItem('name').value")
                                .asText())
                .isEqualTo("adam");
        send(administrator, "password", ConsoleSteps.PASSWORD, "code", house.code("adam"));
        // back where one was; and now nothing is done, and the page says so by itself
        administrator.await(
                "document.querySelector('nav [aria-current]')?.hash === '#/people'", 30);
        ended(administrator);
        JsonNode answer =
                administrator.evaluate(
                        "fetch('/api/v1/accounts').then(async a => ({ status: a.status, detail: (await a.json()).detail }))");
        assertThat(answer.path("status").asInt()).isEqualTo(401);
        assertThat(answer.path("detail").asText()).contains("there is no session, or it has ended");
    }

    @Test
    @Order(16)
    void aSessionEndsInAnyCase() throws Exception {
        house.sessionsLast("4s", "4s");
        auditor.evaluate("location.hash = '#/calls'; location.reload()");
        auditor.await("!!document.forms[0]?.elements.namedItem('code')", 30);
        house.logIn(auditor, "ines");
        // something is done all the time: that keeps it for no longer
        auditor.await("fetch('/api/v1/session').then(a => a.status === 401)", 30);
        ended(auditor);
    }

    /// It says so, and shows nothing of what was there.
    private static void ended(Chromium.Page page) throws Exception {
        shows(page, "Your session has ended. Please log in again.");
        assertThat(page.evaluate("document.body.innerText.includes('127.0.0.1')").asBoolean())
                .isFalse();
    }
}
