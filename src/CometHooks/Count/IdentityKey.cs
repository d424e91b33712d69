namespace CometHooks.Count;

/// <summary>Something that two events of one visitor have in common: a payment, a customer, an address.</summary>
/// <param name="Kind">One of <see cref="IdentityKinds"/>.</param>
/// <param name="Scope">Within what the value is unique; empty for the whole destination.</param>
/// <param name="Value">Never empty.</param>
internal sealed record IdentityKey(string Kind, string Scope, string Value);
