namespace CometHooks.Operate;

/// <summary>How the hub logs. Bodies, addresses, tokens and signatures are never logged, at no level.</summary>
internal sealed record LogOptions
{
    /// <summary><c>json</c>, <c>text</c>, or <c>auto</c>: text on a terminal, json otherwise.</summary>
    public string Format { get; init; } = "auto";

    /// <summary><c>debug</c>, <c>information</c>, <c>warning</c> or <c>error</c>.</summary>
    public string Level { get; init; } = "information";
}
