package org.earshot.softphone.media.codec;

/// Opus by the system's libopus.
final class LibOpusCodec extends OpusCodec {
    private final LibOpus library;

    LibOpusCodec(LibOpus library) {
        this.library = library;
    }

    @Override
    public Encoder newEncoder() {
        return new LibOpusEncoder(library);
    }

    @Override
    public Decoder newDecoder() {
        return new LibOpusDecoder(library);
    }
}
