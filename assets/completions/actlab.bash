# Completions of actlab for bash. The program itself says what may follow.
_actlab() {
    local line=${COMP_LINE:0:COMP_POINT} words=() cur start item file IFS=$' \t\n'
    read -ra words <<<"$line"
    case $line in *[[:space:]]) words+=("") ;; esac
    cur=${words[${#words[@]} - 1]}
    # Readline completes what follows the last of these characters.
    start=${cur%"${cur##*[=:]}"}
    COMPREPLY=()
    while IFS= read -r item; do
        case $item in
        :dirs) while IFS= read -r file; do COMPREPLY+=("$file/"); done < <(compgen -d -- "${cur#"$start"}") ;;
        :files*)
            while IFS= read -r file; do
                if [ -d "$file" ]; then
                    COMPREPLY+=("$file/")
                elif [ "$item" = :files ]; then
                    COMPREPLY+=("$file")
                else
                    case " ${item#:files } " in *" ${file##*.} "*) COMPREPLY+=("$file") ;; esac
                fi
            done < <(compgen -f -- "${cur#"$start"}")
            ;;
        *) item=${item%% *} && COMPREPLY+=("${item#"$start"}") ;;
        esac
    done < <(command actlab complete -- "${words[@]:1}" 2>/dev/null)
    if [ "${#COMPREPLY[@]}" = 1 ]; then
        case ${COMPREPLY[0]} in *[=/]) compopt -o nospace 2>/dev/null ;; esac
    fi
}
complete -F _actlab actlab
