using System.Text.Json;

namespace CometHooks.Map.Expressions;

/// <summary>What an expression can read.</summary>
/// <param name="Payload">Where paths start; <c>$$</c>.</param>
/// <param name="Body">The whole body; <c>$body</c>.</param>
/// <param name="Event">What is known about the event; <c>$event</c>.</param>
/// <param name="Facts">What the adapter knows about it; <c>$facts</c>.</param>
internal readonly record struct ExpressionInput(JsonElement Payload, JsonElement Body, IRecord Event, IRecord Facts)
{
    /// <summary>The payload as the context that an expression begins with.</summary>
    public Value Context { get; } = Value.OfPayload(Payload, new SeenMembers());
}

/// <summary>Named values beside the payload.</summary>
internal interface IRecord
{
    /// <summary>Null (absent), a string, a decimal or a bool.</summary>
    object? this[string name] { get; }
}
