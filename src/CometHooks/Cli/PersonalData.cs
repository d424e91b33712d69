namespace CometHooks.Cli;
internal static class PersonalData { public static string Mask(string field, string value) => value[..1]; }
