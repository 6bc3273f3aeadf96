package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// rsyslog, somebody else's syslog server, as the archive's custodian: it asks for a certificate and looks at the name in it
/// (RFC 5425 §4.2), and the file that it writes in its usual format proves the record.
class RsyslogIT {
    private static final String CONFIG =
            """
            global(workDirectory="@DIR@"
                   defaultNetstreamDriver="gtls"
                   defaultNetstreamDriverCAFile="@DIR@/ca.pem"
                   defaultNetstreamDriverCertFile="@DIR@/server.pem"
                   defaultNetstreamDriverKeyFile="@DIR@/server-key.pem")
            module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1"
                   streamDriver.authMode="x509/name" permittedPeer=["chat.example.org"])
            input(type="imtcp" address="127.0.0.1" port="@PORT@")
            action(type="omfile" file="@DIR@/audit.log")
            """;

    private Lab lab;
    private Path folder;
    private int port;

    @BeforeEach
    void open() throws Exception {
        lab = Lab.of("rsyslog");
        String rsyslog = Lab.program("rsyslogd");
        folder = lab.privateFolder("custodian");
        certificates();
        port = Lab.freePortPair();
        Path config =
                lab.write(
                        "custodian/rsyslog.conf",
                        CONFIG.replace("@DIR@", folder.toString()).replace("@PORT@", "" + port));
        lab.startLogged(
                "rsyslog",
                List.of(
                        rsyslog,
                        "-n",
                        "-f",
                        config.toString(),
                        "-i",
                        folder.resolve("pid").toString()));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void certificates() throws Exception {
        Openssl.run(
                folder,
                "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=custodian-ca"
                        + " -keyout ca-key.pem -out ca.pem");
        signed("server", "/CN=custodian", "subjectAltName=IP:127.0.0.1");
        signed("client", "/CN=chat.example.org", "subjectAltName=DNS:chat.example.org");
        signed("other", "/CN=other.example.org", "subjectAltName=DNS:other.example.org");
    }

    private void signed(String name, String subject, String names) throws Exception {
        Files.writeString(folder.resolve(name + ".ext"), names + "\n");
        Openssl.run(
                folder,
                "req -newkey rsa:2048 -nodes -subj %2$s -keyout %1$s-key.pem -out %1$s.csr"
                        .formatted(name, subject));
        Openssl.run(
                folder,
                "x509 -req -in %1$s.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2 -extfile %1$s.ext -out %1$s.pem"
                        .formatted(name));
    }

    private EarshotServer server(String certificate) throws IOException {
        return EarshotServer.start(
                lab,
                "archive.syslog=127.0.0.1:" + port,
                "archive.syslogCa=" + folder.resolve("ca.pem"),
                "archive.syslogCertificate=" + folder.resolve(certificate + ".pem"),
                "archive.syslogKey=" + folder.resolve(certificate + "-key.pem"));
    }

    private static AdminAnswer ask(EarshotServer server, String... command) {
        return AdminClient.ask(server.data(), new AdminRequest(List.of(command), "")).orElseThrow();
    }

    @Test
    void whatItWroteProvesTheRecord() throws Exception {
        EarshotServer server = server("client").withUser("alice", "pwalice");
        String log = folder.resolve("audit.log").toString();
        Instant deadline = Instant.now().plusSeconds(60);
        AdminAnswer verdict = ask(server, "archive", "verify", "--against", log);
        while (verdict.status() != 0) {
            assertThat(Instant.now()).as(verdict.output() + verdict.errors()).isBefore(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            verdict = ask(server, "archive", "verify", "--against", log);
        }
        assertThat(verdict.output()).contains("intact");
        assertThat(Files.readString(folder.resolve("audit.log"))).contains("earshot-anchor ");
    }

    @Test
    void itTakesNothingFromSomebodyElse() throws Exception {
        server("other").withUser("alice", "pwalice");
        Path log = lab.file("rsyslog.log");
        Instant deadline = Instant.now().plusSeconds(60);
        while (!Files.readString(log).contains("peer name not authorized")) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
        }
        assertThat(folder.resolve("audit.log")).doesNotExist();
    }
}
