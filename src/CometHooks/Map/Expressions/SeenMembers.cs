using System.Text.Json;

namespace CometHooks.Map.Expressions;

/// <summary>
/// The payload's members that expressions asked for. To find one takes a walk over all properties, and the fields of a rule
/// ask for the same few (<c>metadata</c>, <c>billing_details</c>) again and again. For one webhook, on one thread.
/// </summary>
internal sealed class SeenMembers
{
    // More than the shipped rules ask for; beyond it a member is looked up each time.
    private readonly (byte[] Name, JsonElement Member)[] _seen = new (byte[], JsonElement)[8];
    private int _count;

    /// <summary>The member, as <see cref="JsonElement.TryGetProperty(ReadOnlySpan{byte}, out JsonElement)"/> finds it.</summary>
    public bool TryFind(JsonElement payload, byte[] name, out JsonElement member)
    {
        for (var i = 0; i < _count; i++)
        {
            ref readonly var seen = ref _seen[i];
            if (seen.Name.AsSpan().SequenceEqual(name))
            {
                member = seen.Member;
                return member.ValueKind != JsonValueKind.Undefined;
            }
        }

        var found = payload.TryGetProperty(name, out member);
        if (_count < _seen.Length)
        {
            _seen[_count++] = (name, member);
        }

        return found;
    }
}
