/// Who is where: REGISTER by RFC 3261 §10.3, with several flows for each phone (RFC 5626) and Path
/// (RFC 3327). Start reading at [Registrar]; the rules themselves are in [BindingUpdate], which is pure.
package org.earshot.registrar;
