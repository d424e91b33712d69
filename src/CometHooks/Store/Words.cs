using System.Collections.Frozen;

namespace CometHooks.Store;

/// <summary>States and outcomes as the lower-case words of SQL, logs and answers.</summary>
internal static class Words
{
    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Words[value];

    /// <summary>The value of a word.</summary>
    public static T Read<T>(string word)
        where T : struct, Enum => Table<T>.Values[word];

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words = Enum.GetValues<T>().ToFrozenDictionary(v => v, v => v.ToString().ToLowerInvariant());
        public static readonly FrozenDictionary<string, T> Values = Words.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    }
}
