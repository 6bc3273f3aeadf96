package org.earshot.proxy.message;

/// Notices that come to be after those who need them. Set once, before anything is sent.
final class LateNotices implements Notices {
    private volatile Notices notices = new Nobody();

    /// Before there is somebody.
    private static final class Nobody implements Notices {
        @Override
        public void delivered(Message message, DeviceId device) {}

        @Override
        public void refused(Message message) {}

        @Override
        public void failed(Message message) {}
    }

    void set(Notices real) {
        notices = real;
    }

    @Override
    public void delivered(Message message, DeviceId device) {
        notices.delivered(message, device);
    }

    @Override
    public void refused(Message message) {
        notices.refused(message);
    }

    @Override
    public void failed(Message message) {
        notices.failed(message);
    }
}
