/// The file store: files for people who are away, and for phones that carry none themselves. Content lies sealed in a folder, who may
/// have it in the database; phones come by HTTPS.
package org.earshot.server.files;
