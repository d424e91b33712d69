using Microsoft.AspNetCore.Identity;

namespace CometHooks.Operate.Access;

/// <summary>Passwords as ASP.NET Identity keeps them (PBKDF2 with a salt of its own).</summary>
internal static class Passwords
{
    public const int ShortestLength = 12;

    private static readonly PasswordHasher<string> Hasher = new();
    private static readonly string OfNobody = Hash("nobody's password");

    public static string Hash(string password) => Hasher.HashPassword("", password);

    /// <summary>Takes as long where there is no such user, so that the time does not tell names.</summary>
    public static bool Fits(string? hash, string password)
        => Hasher.VerifyHashedPassword("", hash ?? OfNobody, password) != PasswordVerificationResult.Failed && hash is not null;
}
