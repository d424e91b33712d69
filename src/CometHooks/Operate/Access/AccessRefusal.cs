namespace CometHooks.Operate.Access;

/// <summary>Why a change of users or keys is not made, for the person who wants it.</summary>
/// <param name="Text">In a sentence or two.</param>
/// <param name="IsWrong">What was asked for is not right in itself; else it does not go as things stand.</param>
internal sealed record AccessRefusal(string Text, bool IsWrong)
{
    public static AccessRefusal Wrong(string text) => new(text, IsWrong: true);

    public static AccessRefusal Impossible(string text) => new(text, IsWrong: false);
}
