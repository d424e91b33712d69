namespace CometHooks.Operate.Access;

/// <summary>What a name and a password must be.</summary>
internal static class Credentials
{
    private const int LongestName = 100;

    /// <summary>What is wrong with those of a new user; null: nothing.</summary>
    public static string? Problem(string name, string password)
        => Normal(name) is not { Length: > 0 and <= LongestName } ? $"Choose a name, of at most {LongestName} characters."
            : password.Length < Passwords.ShortestLength ? $"Choose a password of at least {Passwords.ShortestLength} characters."
            : null;

    /// <summary>A name as it is kept: nobody is two users by the case of a letter.</summary>
    public static string Normal(string name) => name.Trim().ToLowerInvariant();
}
