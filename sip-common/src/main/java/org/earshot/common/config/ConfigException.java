package org.earshot.common.config;

/// Something in the configuration can't be used. The message is one line for the administrator: the key, and
/// what is wrong with it.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;

    /// @param key the dotted key that must change, such as `registrar.minExpires`; a file's name where the
    ///     file as a whole can't be read
    /// @param problem what is wrong, without the key
    public ConfigException(String key, String problem) {
        super(key + ": " + problem);
        this.key = key;
    }

    /// As given to the constructor.
    public String key() {
        return key;
    }
}
