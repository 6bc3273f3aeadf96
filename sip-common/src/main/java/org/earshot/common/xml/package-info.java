/// XML bodies in and out of bytes: small documents, no DTDs, no entities, limits on size and depth. Pure. Start reading at
/// [XmlReader] and [XmlWriter].
package org.earshot.common.xml;
