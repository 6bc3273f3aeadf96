package org.earshot.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.earshot.softphone.app.demo.ChildProcess;

/// Kamailio, somebody else's server: registrar and proxy over UDP and TCP, any user, whose password is `pw` and
/// the name. It challenges with MD5.
final class Kamailio {
    private final int port;
    private final ProcessHandle process;

    private Kamailio(int port, ProcessHandle process) {
        this.port = port;
        this.process = process;
    }

    static Kamailio start(Lab lab) throws IOException {
        String program = Lab.program("kamailio");
        int port = Lab.freePortPair();
        Path folder = lab.privateFolder("kamailio");
        Path config = lab.write("kamailio/kamailio.cfg", CONFIG.replace("@PORT@", "" + port));
        ChildProcess process = run(lab, "kamailio", program, config, folder);
        awaitAnswer(port);
        return new Kamailio(port, process.handle());
    }

    /// Starts it in the foreground, with little memory.
    ///
    /// @param folder for all that it writes
    static ChildProcess run(Lab lab, String name, String program, Path config, Path folder) {
        return lab.startLogged(
                name,
                List.of(
                        program,
                        "-f",
                        config.toString(),
                        "-w",
                        folder.toString(),
                        "-Y",
                        folder.toString(),
                        "-m",
                        "64",
                        "-M",
                        "8",
                        "-DD",
                        "-E"));
    }

    /// Its main process; the workers are its children.
    ProcessHandle process() {
        return process;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    private static void awaitAnswer(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            byte[] options =
                    """
                    OPTIONS sip:127.0.0.1:%d SIP/2.0
                    Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bKready;rport
                    Max-Forwards: 5
                    From: <sip:test@127.0.0.1>;tag=1
                    To: <sip:127.0.0.1:%d>
                    Call-ID: ready
                    CSeq: 1 OPTIONS
                    Content-Length: 0

                    """
                            .formatted(port, socket.getLocalPort(), port)
                            .replace("\n", "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            socket.setSoTimeout(200);
            for (int attempt = 0; attempt < 100; attempt++) {
                socket.send(
                        new DatagramPacket(
                                options, options.length, InetAddress.getLoopbackAddress(), port));
                try {
                    socket.receive(new DatagramPacket(new byte[2000], 2000));
                    return;
                } catch (SocketTimeoutException | java.net.PortUnreachableException e) {
                    // not up yet
                }
            }
            throw new IOException("kamailio does not answer");
        }
    }

    private static final String CONFIG =
            """
            #!KAMAILIO
            debug=1
            log_stderror=yes
            children=1
            tcp_children=1
            auto_aliases=no
            dns=no
            rev_dns=no
            listen=udp:127.0.0.1:@PORT@
            listen=tcp:127.0.0.1:@PORT@
            alias="test.example"
            loadmodule "tm.so"
            loadmodule "sl.so"
            loadmodule "rr.so"
            loadmodule "pv.so"
            loadmodule "maxfwd.so"
            loadmodule "textops.so"
            loadmodule "siputils.so"
            loadmodule "usrloc.so"
            loadmodule "registrar.so"
            loadmodule "auth.so"
            modparam("usrloc", "db_mode", 0)
            modparam("auth", "algorithm", "MD5")
            modparam("auth", "qop", "auth")

            request_route {
              if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
              force_rport();
              if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
              if (has_totag()) {
                if (loose_route()) { t_relay(); exit; }
                if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
                sl_send_reply("404", "Not Here"); exit;
              }
              if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
              remove_hf("Route");
              if (is_method("REGISTER")) {
                if (!pv_www_authenticate("test.example", "pw$fU", "0")) { www_challenge("test.example", "1"); exit; }
                consume_credentials();
                if (!save("location")) sl_reply_error();
                exit;
              }
              if (!pv_proxy_authenticate("test.example", "pw$fU", "0")) { proxy_challenge("test.example", "1"); exit; }
              consume_credentials();
              if (is_method("INVITE")) record_route();
              if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
              t_relay();
              exit;
            }
            """;
}
