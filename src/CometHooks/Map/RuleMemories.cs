using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Map;

/// <summary>What a rule remembers of an event's visitor, and under which keys it looks one up.</summary>
internal static class RuleMemories
{
    /// <summary>The identity of an event; null where the rule remembers nothing of it.</summary>
    public static IdentityDraft? Of(StoredWebhook webhook, in RuleInput input, MapTarget target, RuleResult result)
    {
        // A test's visitor is nobody: it must not lend its token to a live purchase.
        var isTest = (input.Event.Test || input.Facts.Test == true) && target.Destination.TestEvents != "send";
        if (!result.Applied || result.Rule.Remember is null || isTest)
        {
            return null;
        }

        var keys = Keys(result.RememberUnder, input, target);
        var identity = Read(result, input, target);
        return keys.Count == 0 || (identity.IsEmpty && keys.Count == 1)
            ? null
            : new IdentityDraft
            {
                Rule = result.Rule.Name,
                Destination = target.DestinationName,
                Type = webhook.Type,
                Keys = keys,
                Identity = identity,
                OccurredAt = input.Time,
            };
    }

    /// <summary>
    /// Ids share the ledger's scope; an address is the same person everywhere at a destination. Nothing crosses connected
    /// accounts: they are other merchants.
    /// </summary>
    public static IReadOnlyList<IdentityKey> Keys(IReadOnlyDictionary<string, object> values, in RuleInput input, MapTarget target)
    {
        if (values.Count == 0)
        {
            return [];
        }

        var account = input.Event.Account is { Length: > 0 } connected ? $"/{connected}" : "";
        var scope = target.KeyScope(input.Event) + account;
        var keys = new List<IdentityKey>(values.Count);
        foreach (var (kind, value) in values)
        {
            if (FieldText.Of(value)?.Trim() is not { Length: > 0 } text)
            {
                continue;
            }

            keys.Add(kind == IdentityKinds.Email
                ? new IdentityKey(kind, account.Length == 0 ? "" : scope, text.ToLowerInvariant())
                : new IdentityKey(kind, scope, text));
        }

        return keys;
    }

    // Through the same check as an event's own fields: a recalled telephone number must not look otherwise.
    private static Identity Read(RuleResult result, in RuleInput input, MapTarget target)
    {
        if (result.Identity.Count == 0)
        {
            return new Identity(new Visitor(), new Person());
        }

        var draft = new EventDraft("purchase", input.Time, result.Identity, result.Rule.PhoneCountry ?? target.PhoneCountry);
        var read = CometlyEventCheck.Check(draft, target.Destination).Event;
        var person = read.Person.Email is { } email && !FieldShape.IsEmail(email) ? read.Person with { Email = null } : read.Person;
        return new Identity(read.Visitor, person);
    }
}
