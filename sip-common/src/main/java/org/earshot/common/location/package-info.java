/// Who is where: bindings of addresses-of-record (RFC 3261 §10, RFC 5626). Start reading at [BindingStore].
package org.earshot.common.location;
