package org.earshot.softphone.ui;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What holds of the window in English holds in German, whose words are longer and whose letters are others. The window's language is that of the moment in which its classes
/// are loaded, so they are loaded anew.
class GermanWindowIT {

    private static final class Anew extends ClassLoader {
        Anew() {
            super(GermanWindowIT.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(GermanWindowIT.class.getPackageName() + ".")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void inASmallWindow() throws Throwable {
        Assumptions.assumeFalse(GraphicsEnvironment.isHeadless(), "SKIPPED: no display");
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMAN);
        try {
            Class<?> anew = new Anew().loadClass(SmallWindowIT.class.getName());
            Constructor<?> make = anew.getDeclaredConstructor();
            make.setAccessible(true);
            Object test = make.newInstance();
            call(test, anew.getSuperclass().getDeclaredMethod("open"));
            try {
                call(
                        test,
                        anew.getDeclaredMethod(
                                "whateverCanBePressedIsSeenAndTheEndOfTheConversationStays"));
            } finally {
                call(test, anew.getSuperclass().getDeclaredMethod("close"));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private static void call(Object test, Method method) throws Throwable {
        method.setAccessible(true);
        try {
            method.invoke(test);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
