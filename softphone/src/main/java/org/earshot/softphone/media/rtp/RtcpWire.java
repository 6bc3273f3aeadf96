package org.earshot.softphone.media.rtp;

/// Where things stand in RTCP packets (RFC 3550 §6, §12.1 and §12.2).
final class RtcpWire {

    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int GOODBYE = 203;
    static final int EXTENDED_REPORT = 207; // RFC 3611 §2

    static final int VERSION = 2;
    static final int VERSION_SHIFT = 6;
    static final int PADDING = 0x20;
    static final int COUNT = 0x1F;

    static final int WORD_BYTES = 4;
    static final int HEADER_BYTES = 4;
    static final int SSRC_BYTES = 4;
    static final int SENDER_INFO_BYTES = 20;
    static final int REPORT_BYTES = 24;

    static final int XR_VOIP_METRICS = 7; // RFC 3611 §4.7

    static final int SDES_END = 0;
    static final int SDES_CNAME = 1;

    private RtcpWire() {}
}
