using System.Globalization;

namespace BloxOs.Catalog.Miners.Flags;

/// <summary>Checks further arguments against a miner's list of allowed flags. What is not on the list is refused, whatever it is.</summary>
public static class ExtraArguments
{
    const int MaximumText = 2_000;
    const int MaximumWords = 64;
    const int MaximumWord = 200;

    /// <summary>Splits what a person typed at blanks, as no shell ever sees it, and checks it.</summary>
    public static ExtraArgumentsResult Check(MinerDescriptor miner, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) { return new([], null); }
        if (text.Length > MaximumText) { return Refuse($"more than {MaximumText} characters"); }
        return FlagReasons.OfText(text) is { } reason ? Refuse(reason) : Check(miner, text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Checks words that are split already.</summary>
    public static ExtraArgumentsResult Check(MinerDescriptor miner, IReadOnlyList<string> words)
    {
        if (words.Count > MaximumWords) { return Refuse($"more than {MaximumWords} words"); }
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            if (word.Length is 0 or > MaximumWord) { return Refuse($"a word is empty or longer than {MaximumWord} characters"); }
            if (FlagReasons.OfText(word) is { } reason) { return Refuse(reason); }
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string name = equals > 0 ? word[..equals] : word;
            if (miner.ExtraFlags.FirstOrDefault(f => f.Name == name) is not { } flag) { return Refuse($"{Shown(name)}: {FlagReasons.OfFlag(miner, name)}"); }
            if (flag.Value == FlagValue.None)
            {
                if (equals > 0) { return Refuse($"{name} takes no value"); }
                continue;
            }
            if (equals < 0 && ++i == words.Count) { return Refuse($"{name} lacks its value"); }
            string value = equals > 0 ? word[(equals + 1)..] : words[i];
            if (FlagReasons.OfText(value) is { } why) { return Refuse(why); }
            if (!Fits(flag.Value, value)) { return Refuse($"the value of {name} is not {Words(flag.Value)}"); }
        }
        return new([.. words], null);
    }

    static bool Fits(FlagValue kind, string value) => value.Length is > 0 and <= MaximumWord && kind switch
    {
        FlagValue.Number => IsNumber(value),
        FlagValue.Numbers => value.Split(',').All(v => v is "*" or "_" or "" || IsNumber(v)),
        FlagValue.OnOff => value is "on" or "off" or "true" or "false" or "0" or "1",
        _ => value[0] != '-' && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'),
    };

    static bool IsNumber(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal)
            ? text.Length is > 2 and <= 18 && text[2..].All(char.IsAsciiHexDigit)
            : text.Length <= 20 && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number);

    static string Words(FlagValue kind) => kind switch
    {
        FlagValue.Number => "a number",
        FlagValue.Numbers => "numbers separated by commas",
        FlagValue.OnOff => "on or off",
        _ => "a plain word",
    };

    static ExtraArgumentsResult Refuse(string reason) => new([], reason);

    static string Shown(string name) => name.Length <= 40 ? name : name[..40] + "…";
}
