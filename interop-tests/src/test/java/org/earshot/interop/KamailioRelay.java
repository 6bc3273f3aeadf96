package org.earshot.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.earshot.softphone.app.demo.ChildProcess;

/// The MSRP relay of Kamailio (its module `msrp`, RFC 4976) over TLS, with the certificate of our server, as an administrator would
/// give it one. Any user, whose password is `pw` and the name; Digest by SHA-256.
///
/// The routes are those of the module's manual, with one thing added: what an account sends goes to whoever came by its URI. The
/// manual's go to the address in the path, as if every phone could be connected to.
final class KamailioRelay {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port;
    private final Path log;

    private KamailioRelay(int port, Path log) {
        this.port = port;
        this.log = log;
    }

    /// @param certificate key and chain in PEM
    /// @param buffer bytes of a request with all that belongs to it: no larger one is taken
    static KamailioRelay start(Lab lab, Path certificate, int port, int buffer) throws IOException {
        String program = Lab.program("kamailio");
        Path folder = lab.privateFolder("kamailio-relay");
        Path config =
                lab.write(
                        "kamailio-relay/kamailio.cfg",
                        CONFIG.replace("@PORT@", "" + port)
                                .replace("@BUFFER@", "" + buffer)
                                .replace("@CERTIFICATE@", certificate.toString()));
        ChildProcess process = Kamailio.run(lab, "kamailio-relay", program, config, folder);
        awaitListening(port, process);
        return new KamailioRelay(port, lab.file("kamailio-relay.log"));
    }

    String uri() {
        return "msrps://127.0.0.1:" + port;
    }

    /// What it has written down.
    String log() throws IOException {
        return Files.readString(log);
    }

    private static void awaitListening(int port, ChildProcess process) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                if (!process.handle().isAlive() || System.nanoTime() > end) {
                    throw new IOException("Kamailio's relay does not listen", e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private static final String CONFIG =
            """
            #!KAMAILIO
            debug=2
            log_stderror=yes
            children=1
            tcp_children=2
            auto_aliases=no
            dns=no
            rev_dns=no
            enable_tls=yes
            tcp_accept_no_cl=yes
            tcp_connection_lifetime=3610
            tcp_rd_buf_size=@BUFFER@
            listen=tls:127.0.0.1:@PORT@
            loadmodule "tls.so"
            loadmodule "sl.so"
            loadmodule "pv.so"
            loadmodule "auth.so"
            loadmodule "cfgutils.so"
            loadmodule "htable.so"
            loadmodule "xlog.so"
            loadmodule "msrp.so"
            modparam("tls", "private_key", "@CERTIFICATE@")
            modparam("tls", "certificate", "@CERTIFICATE@")
            modparam("tls", "tls_method", "TLSv1.2+")
            modparam("auth", "algorithm", "SHA-256")
            modparam("auth", "qop", "auth")
            modparam("htable", "htable", "msrp=>size=8;autoexpire=3600;")

            request_route { sl_send_reply("403", "No SIP Here"); exit; }
            reply_route { drop; }

            event_route[msrp:frame-in] {
              msrp_reply_flags("1");
              if (msrp_is_reply()) {
                msrp_relay();
                exit;
              }
              $var(from) = $msrp(srcaddr);
              if ($msrp(method) == "AUTH") {
                if ($msrp(nexthops) > 0) { msrp_reply("403", "No other relays here"); exit; }
                $var(password) = "pw" + $au;
                if (!pv_www_authenticate("127.0.0.1", "$var(password)", "0", "$msrp(method)")) {
                  if (auth_get_www_authenticate("127.0.0.1", "1", "$var(challenge)")) {
                    msrp_reply("401", "Unauthorized", "$var(challenge)");
                  } else {
                    msrp_reply("500", "Server Error");
                  }
                  exit;
                }
                $var(count) = $var(count) + 1;
                $var(session) = "s." + $pp + "." + $var(count) + "." + $RANDOM;
                $sht(msrp=>$var(session)::owner) = $var(from);
                $sht(msrp=>$var(session)::socket) = $msrp(srcsock);
                xlog("L_NOTICE", "logged in: $au\\n");
                $var(headers) = "Use-Path: msrps://127.0.0.1:@PORT@/" + $var(session) + ";tcp\\r\\nExpires: 1800\\r\\n";
                msrp_reply("200", "OK", "$var(headers)");
                exit;
              }
              if ($msrp(method) != "SEND" && $msrp(method) != "REPORT") {
                msrp_reply("501", "Request-method-not-understood");
                exit;
              }
              $var(session) = $msrp(sessid);
              if ($sht(msrp=>$var(session)::owner) == $null) {
                msrp_reply("481", "Session-does-not-exist");
                exit;
              }
              if ($var(from) == $sht(msrp=>$var(session)::owner)) {
                if ($sht(msrp=>$var(session)::guest) == $null) { msrp_reply("481", "Nobody-is-there"); exit; }
                $var(to) = $sht(msrp=>$var(session)::guest);
              } else {
                $sht(msrp=>$var(session)::guest) = $var(from);
                $var(to) = $sht(msrp=>$var(session)::owner);
              }
              msrp_reply("200", "OK");
              msrp_relay_flags("1");
              msrp_set_dst("$var(to)", "$sht(msrp=>$var(session)::socket)");
              msrp_relay();
            }
            """;
}
